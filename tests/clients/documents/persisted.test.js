// Apollo Client's link for automatic persisted queries, against the service: the hash, the query with it, then hashes alone; by POST and by GET.
import assert from 'node:assert';
import { test } from 'node:test';
import { createHash } from 'node:crypto';
import { ApolloClient, ApolloLink, gql, HttpLink, InMemoryCache } from '@apollo/client';
import { PersistedQueryLink } from '@apollo/client/link/persisted-queries';
import { authorization, url } from '../subscriptions/service.js';

const sha256 = (text) => createHash('sha256').update(text).digest('hex');

for (const useGETForHashedQueries of [false, true]) {
  test(`Apollo's persisted queries, hashes by ${useGETForHashedQueries ? 'GET' : 'POST'}`, async () => {
    const sent = [];
    const counting = (address, options) => {
      sent.push(`${options.method} ${/query\b.*viewer/.test(decodeURIComponent(address) + (options.body ?? '')) ? 'query' : 'hash'}`);
      return fetch(address, options);
    };
    const link = ApolloLink.from([
      new PersistedQueryLink({ sha256, useGETForHashedQueries }),
      new HttpLink({ uri: url, headers: { authorization }, fetch: counting }),
    ]);
    const client = new ApolloClient({ link, cache: new InMemoryCache(), defaultOptions: { query: { fetchPolicy: 'no-cache' } } });
    const query = useGETForHashedQueries ? gql`query ByGet { viewer { id role } }` : gql`query ByPost { viewer { id role } }`;
    for (let times = 0; times < 3; times++) {
      const { data } = await client.query({ query });
      assert.equal(data.viewer.role, 'STAFF');
    }
    const hash = useGETForHashedQueries ? 'GET hash' : 'POST hash';
    assert.deepEqual(sent, [hash, 'POST query', hash, hash]);
  });
}
