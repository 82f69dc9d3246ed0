import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { repository } from '../support/system.js';
import { documentedExamples } from './documented-examples.js';

const run = promisify(execFile);
const folder = mkdtempSync(join(tmpdir(), 'ledger-client-'));
const tool = (...path: string[]): string => join(repository, 'node_modules', ...path);

/**
 * The beginning of a TypeScript file that the test compiles. Here the types of requests and answers
 * are derived from the types that were generated from openapi.yaml.
 */
const prelude = `
import type { components, paths } from './api.js';

type Schemas = components['schemas'];
type Operation<P extends keyof paths, M extends 'get' | 'post'> = NonNullable<paths[P][M]>;
type Json<T> = T extends { content: { 'application/json': infer Body } } ? Body : never;
type Request<P extends keyof paths, M extends 'get' | 'post'> =
  Operation<P, M> extends { requestBody?: infer Sent } ? Json<NonNullable<Sent>> : never;
type Answer<P extends keyof paths, M extends 'get' | 'post'> =
  Operation<P, M> extends { responses: { 200: infer Ok } } ? Json<Ok> : never;
type Accepted<P extends keyof paths> =
  Operation<P, 'post'> extends { responses: { 202: infer Ok } } ? Json<Ok> : never;
type Query<P extends keyof paths> =
  Operation<P, 'get'> extends { parameters: { query?: infer Asked } } ? NonNullable<Asked> : never;
`;

const client = `
declare const page: Answer<'/v1/orders', 'get'>;
declare const made: Accepted<'/v1/orders/{id}/captures'>;
export const query: Query<'/v1/orders'> = { store: 'demo-se', status: 'PartActivated', limit: 10 };
export const feed: Query<'/v1/events'> = { limit: 100, follow: true };
export const listed: Query<'/manage/orders'> = { page: 2, perPage: 10 };
export const found: string | undefined = page.items[0]?.orderId;
export const cursor: string | null = page.nextCursor;
export const position: string = made.position;
export const captureId: string | undefined = made.captureId;

// @ts-expect-error a capture has an amount
export const without: Request<'/v1/orders/{id}/captures', 'post'> = {};
// @ts-expect-error /v1 counts in minor units
export const text: Request<'/v1/orders/{id}/captures', 'post'> = { amount: '95.00' };
// @ts-expect-error there is no such filter
export const wrong: Query<'/v1/orders'> = { stores: 'demo-se' };
// @ts-expect-error an order of an answer has an id
export const none: Answer<'/v1/orders', 'get'>['items'][number]['orderId'] = undefined;
`;

const compile = async (code: string): Promise<string> => {
  writeFileSync(join(folder, 'client.ts'), prelude + code);
  const options = ['--noEmit', '--strict', '--exactOptionalPropertyTypes', '--target', 'es2022'];
  const modules = ['--module', 'nodenext', '--moduleResolution', 'nodenext'];
  const args = [tool('typescript', 'bin', 'tsc'), ...options, ...modules];
  return run(process.execPath, [...args, join(folder, 'client.ts')], { cwd: folder }).then(
    () => '',
    (error: unknown) => (error as { stdout: string }).stdout,
  );
};

beforeAll(async () => {
  const args = [join(repository, 'openapi.yaml'), '--output', join(folder, 'api.ts')];
  await run(process.execPath, [tool('openapi-typescript', 'bin', 'cli.js'), ...args], {
    cwd: folder,
  });
  writeFileSync(join(folder, 'package.json'), '{"type": "module"}');
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

test('a generated client knows what is sent and what comes back, and takes every documented example', async () => {
  const examples = documentedExamples();
  const code = examples.map(
    ({ page, text, type }, index) => `// ${page}\nexport const e${index}: ${type} = ${text};`,
  );
  expect(examples.filter(({ page }) => page === 'README.md')).toHaveLength(4);
  expect(await compile([client, ...code].join('\n'))).toBe('');
});
