// The audit suite of the GraphQL-over-HTTP specification: every audit must be content.
import assert from 'node:assert';
import { test } from 'node:test';
import { serverAudits } from 'graphql-http';

const { BILLING_URL, BILLING_TOKEN } = process.env;

const audits = serverAudits({
  url: `${BILLING_URL}/graphql`,
  fetchFn: (url, init = {}) => fetch(url, { ...init, headers: { ...init.headers, authorization: `Bearer ${BILLING_TOKEN}` } }),
});

test('there are as many audits as ever', () => assert.ok(audits.length >= 61, `${audits.length}`));

for (const audit of audits) {
  test(`${audit.id} ${audit.name}`, async () => {
    const result = await audit.fn();
    assert.strictEqual(result.status, 'ok', result.reason);
  });
}
