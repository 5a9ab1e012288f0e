// A tool that asks for everything in the schema's own description gets the committed schema, whole and valid.
import assert from 'node:assert';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { buildClientSchema, buildSchema, getIntrospectionQuery, lexicographicSortSchema, printSchema, validateSchema } from 'graphql';
import { ask } from '../subscriptions/service.js';

const everything = { descriptions: true, specifiedByUrl: true, directiveIsRepeatable: true, schemaDescription: true, inputValueDeprecation: true, oneOf: true };
const committed = readFileSync(process.env.BILLING_SCHEMA, 'utf8');
const sorted = (schema) => printSchema(lexicographicSortSchema(schema));

test('introspection tells the committed schema', async () => {
  const schema = buildClientSchema(await ask(getIntrospectionQuery(everything)));
  assert.deepEqual(validateSchema(schema), []);
  assert.equal(sorted(schema), sorted(buildSchema(committed)));
  assert.match(schema.getType('DateTime').specifiedByURL, /rfc3339/);
});
