// The clients that people use subscribe to an organization's events behind a cursor, hear what was before they came, and then what happens.
import assert from 'node:assert';
import { test } from 'node:test';
import { ApolloClient, ApolloLink, gql, HttpLink, InMemoryCache } from '@apollo/client';
import { GraphQLWsLink } from '@apollo/client/link/subscriptions';
import { createClient as createUrqlClient, fetchExchange, subscriptionExchange } from '@urql/core';
import { createClient as createSseClient } from 'graphql-sse';
import { createClient as createWsClient } from 'graphql-ws';
import WebSocket from 'ws';
import { authorization, EVENTS, firstCursor, newOrganization, rename, socketUrl, url } from './service.js';

const wsClient = (more = {}) => createWsClient({ url: socketUrl, webSocketImpl: WebSocket, connectionParams: () => ({ Authorization: authorization }), ...more });
const sseClient = () => createSseClient({ url, headers: { authorization } });

// Renamed once before anybody listens, and once after the first event was heard.
async function hears(subscribe) {
  const organization = await newOrganization();
  const after = await firstCursor(organization);
  await rename(organization, 'Before');
  const heard = [];
  await new Promise((resolve, reject) => {
    const stop = subscribe({ organization, after }, (data) => {
      heard.push(data.organizationEvents.name);
      if (heard.length === 1) rename(organization, 'After').catch(reject);
      else resolve(stop());
    }, reject);
  });
  assert.deepStrictEqual(heard, ['Before', 'After']);
}

const sink = (next, reject) => ({ next: ({ data, errors }) => (errors ? reject(new Error(JSON.stringify(errors))) : next(data)), error: reject, complete: () => {} });

test('graphql-ws', async () => {
  const client = wsClient();
  await hears((variables, next, reject) => client.subscribe({ query: EVENTS, variables }, sink(next, reject)));
  await client.dispose();
});

test('graphql-ws runs queries and mutations, and is told what is wrong', async () => {
  const client = wsClient();
  const run = (query) => new Promise((resolve, reject) => client.subscribe({ query }, { next: resolve, error: reject, complete: () => {} }));
  assert.deepStrictEqual((await run('{ viewer { role } }')).data, { viewer: { role: 'STAFF' } });
  await assert.rejects(run('{ nothing }'), (errors) => errors[0].extensions.code === 'BAD_USER_INPUT');
  await client.dispose();
});

test('graphql-ws goes on behind its cursor when the connection is cut', async () => {
  const organization = await newOrganization();
  let socket;
  const client = wsClient({ retryAttempts: 5, retryWait: async () => {}, shouldRetry: () => true, on: { opened: (opened) => (socket = opened) } });
  const variables = { organization, after: await firstCursor(organization) };
  const heard = [];
  await rename(organization, 'one');
  await new Promise((resolve, reject) => {
    client.subscribe({ query: EVENTS, variables }, sink((data) => {
      heard.push(data.organizationEvents.name);
      variables.after = data.organizationEvents.cursor;      // what the client sends when it subscribes again
      if (heard.length === 1) {
        socket.terminate();
        rename(organization, 'two').catch(reject);
      } else resolve();
    }, reject));
  });
  assert.deepStrictEqual(heard, ['one', 'two']);
  await client.dispose();
});

test('graphql-sse', async () => {
  const client = sseClient();
  await hears((variables, next, reject) => client.subscribe({ query: EVENTS, variables }, sink(next, reject)));
  client.dispose();
});

test('Apollo Client', async () => {
  const socket = wsClient();
  const link = ApolloLink.split(
    ({ operationType }) => operationType === 'subscription',
    new GraphQLWsLink(socket),
    new HttpLink({ uri: url, headers: { authorization } }),
  );
  const client = new ApolloClient({ link, cache: new InMemoryCache() });
  const { data } = await client.query({ query: gql('{ viewer { id role } }') });
  assert.strictEqual(data.viewer.role, 'STAFF');
  await hears((variables, next, reject) => {
    const subscription = client.subscribe({ query: gql(EVENTS), variables, fetchPolicy: 'no-cache' }).subscribe({
      next: ({ data, error }) => (error ? reject(error) : next(data)),
      error: reject,
    });
    return () => subscription.unsubscribe();
  });
  client.stop();
  await socket.dispose();
});

for (const [name, make] of [['WebSocket', wsClient], ['server-sent events', sseClient]]) {
  test(`urql over ${name}`, async () => {
    const transport = make();
    const client = createUrqlClient({
      url,
      preferGetMethod: false,
      fetchOptions: { headers: { authorization } },
      exchanges: [
        subscriptionExchange({ forwardSubscription: ({ query, variables }) => ({ subscribe: (to) => ({ unsubscribe: transport.subscribe({ query, variables }, to) }) }) }),
        fetchExchange,
      ],
    });
    assert.strictEqual((await client.query('{ viewer { role } }', {}).toPromise()).data.viewer.role, 'STAFF');
    await hears((variables, next, reject) => {
      const { unsubscribe } = client.subscription(EVENTS, variables).subscribe(({ data, error }) => (error ? reject(error) : next(data)));
      return unsubscribe;
    });
    await transport.dispose();
  });
}

test('an event source resumes behind its Last-Event-ID', async () => {
  const organization = await newOrganization();
  await rename(organization, 'one');
  await rename(organization, 'two');
  const read = async (headers) => {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'text/event-stream', authorization, ...headers },
      body: JSON.stringify({ query: EVENTS, variables: { organization, after: await firstCursor(organization) } }),
    });
    assert.strictEqual(response.headers.get('content-type').split(';')[0], 'text/event-stream');
    let text = '';
    for await (const chunk of response.body.pipeThrough(new TextDecoderStream())) {
      text += chunk;
      const told = /^event: next\r?\n[\s\S]*?\n\n/m.exec(text)?.[0];
      if (told) return { id: /^id: ?(.+)$/m.exec(told)[1], name: JSON.parse(/^data: ?(.+)$/m.exec(told)[1]).data.organizationEvents.name };
    }
    throw new Error(`It ended: ${text}`);
  };
  const first = await read({});
  assert.strictEqual(first.name, 'one');
  assert.strictEqual((await read({ 'last-event-id': first.id })).name, 'two');
});
