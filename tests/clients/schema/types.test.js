// Front ends generate their types from the schema: they are generated here from it and from operations, and compile; a wrong use of them does not.
import assert from 'node:assert';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { codegen } from '@graphql-codegen/core';
import * as operations from '@graphql-codegen/typescript-operations';
import * as typescript from '@graphql-codegen/typescript';
import { buildSchema, parse } from 'graphql';
import ts from 'typescript';

const schema = buildSchema(readFileSync(process.env.BILLING_SCHEMA, 'utf8'));
const documents = JSON.parse(process.env.BILLING_DOCUMENTS).map((text, index) => ({ location: `document-${index}.graphql`, document: parse(text) }));
const scalars = { Date: 'string', DateTime: 'string', Long: 'number' };

async function generate(plugins) {
  return codegen({
    schema: parse(readFileSync(process.env.BILLING_SCHEMA, 'utf8')), schemaAst: schema, documents, filename: 'types.ts',
    config: { scalars, strictScalars: true, enumsAsTypes: true }, plugins: plugins.map((name) => ({ [name]: {} })),
    pluginMap: { typescript, 'typescript-operations': operations },
  });
}

function problems(files) {
  const folder = mkdtempSync(join(tmpdir(), 'billing-types-'));
  try {
    const names = Object.entries(files).map(([name, text]) => {
      writeFileSync(join(folder, name), text);
      return join(folder, name);
    });
    const program = ts.createProgram(names, { strict: true, noEmit: true, skipLibCheck: true, target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ESNext, moduleResolution: ts.ModuleResolutionKind.Bundler, types: [] });
    return ts.getPreEmitDiagnostics(program).map((problem) => ts.flattenDiagnosticMessageText(problem.messageText, '\n'));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

test('types of the whole schema compile, and a wrong field does not', async () => {
  const types = await generate(['typescript']);
  const use = (field) => `import type { Organization, PurchaseSeatsInput } from './types';
    export const name = (organization: Organization): string => organization.${field};
    export const input: PurchaseSeatsInput = { organizationId: 'org_1', additionalSeats: 2, previewToken: 't', idempotencyKey: 'k' };`;
  assert.deepEqual(problems({ 'types.ts': types, 'use.ts': use('name') }), []);
  assert.match(problems({ 'types.ts': types, 'use.ts': use('nmae') }).join(), /nmae/);
});

test('types of operations compile', async () => {
  assert.ok(documents.length > 5);
  assert.deepEqual(problems({ 'types.ts': await generate(['typescript-operations']) }), []);
});
