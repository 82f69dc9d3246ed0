import { beforeAll, describe, expect, test } from '@jest/globals';
import { readFile } from 'node:fs/promises';
import { parse } from 'yaml';
import { openapiYaml } from './openapi-yaml.js';

interface Operation {
  readonly operationId: string;
  readonly tags?: readonly string[];
  readonly security?: readonly Record<string, readonly string[]>[];
  readonly parameters?: readonly { readonly name: string; readonly in: string }[];
  readonly responses: Readonly<
    Record<string, { readonly headers?: object; readonly content?: object }>
  >;
}
interface Description {
  readonly openapi: string;
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly tags: readonly { readonly name: string }[];
  readonly components: { readonly securitySchemes: Readonly<Record<string, { type: string }>> };
}

type Contents = Readonly<
  Record<string, { readonly examples?: Readonly<Record<string, { readonly value: unknown }>> }>
>;

/**
 * An error body in an example. Problem details (RFC 9457) have a `status`, and errors of the Walley
 * contract have an `error`.
 */
interface ErrorExample {
  readonly status?: number;
  readonly error?: { readonly code: number };
}

let generated: string;
let description: Description;
beforeAll(async () => {
  generated = await openapiYaml();
  description = parse(generated) as Description;
});

const operations = () =>
  Object.entries(description.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
  );

describe('openapi.yaml', () => {
  test('is as the code generates it (`npm run openapi` writes it)', async () => {
    const checkedIn = await readFile(new URL('../../../../openapi.yaml', import.meta.url), 'utf8');
    expect(checkedIn).toBe(generated);
  });

  test('is OpenAPI 3.1 with client credentials', () => {
    expect(description.openapi).toBe('3.1.0');
    const schemes = Object.values(description.components.securitySchemes);
    // Only OAuth is checked, because contracts without OAuth declare other security schemes.
    expect(schemes.filter(({ type }) => type === 'oauth2')).toMatchObject([
      { type: 'oauth2', flows: { clientCredentials: { tokenUrl: '/oauth2/v2.0/token' } } },
    ]);
  });

  test('names every operation once', () => {
    const ids = operations().map(({ operation }) => operation.operationId);
    expect(new Set(ids).size).toBe(ids.length);
  });

  test('keeps the name of every operation, from which generated clients make their methods', async () => {
    const listed = await readFile(new URL('operation-ids.txt', import.meta.url), 'utf8');
    expect(
      operations()
        .map(({ operation }) => operation.operationId)
        .sort(),
    ).toEqual(listed.trim().split('\n'));
  });

  test('tells of every operation with a token its scope and the error answers all of them have', () => {
    const secured = operations().filter(({ operation }) => (operation.security ?? []).length > 0);
    expect(secured.length).toBeGreaterThan(2);
    for (const { path, operation } of secured) {
      const required = operation.security?.[0] ?? {};
      // `/v1/caller` needs no scope, because any client may ask whose token it has. Credentials
      // other than OAuth tokens have no scopes in OpenAPI.
      const scopes = path === '/v1/caller' || !('token' in required) ? 0 : 1;
      expect(Object.values(required).flat()).toHaveLength(scopes);
      expect(Object.keys(operation.responses)).toEqual(
        expect.arrayContaining(['401', '403', '503']),
      );
    }
  });

  test('puts every operation into an area that is described, and leaves no area empty', () => {
    const named = operations().flatMap(({ operation }) => operation.tags ?? []);
    expect(new Set(named)).toEqual(new Set(description.tags.map(({ name }) => name)));
    expect(named).toHaveLength(operations().length);
  });

  test('says of every operation whether it takes a token', () => {
    const silent = operations().filter(({ operation }) => operation.security === undefined);
    expect(silent.map(({ path }) => path)).toEqual([]);
  });

  test('has patterns that every generator and validator understands', () => {
    const patterns = [...generated.matchAll(/^ *pattern: (.+)$/gm)].map(([, text = '']) => text);
    expect(patterns.length).toBeGreaterThan(10);
    expect(patterns.filter((pattern) => /\\p\{|\(\?(?!:)/i.test(pattern))).toEqual([]);
  });

  test('shows errors of the operation itself, by code', () => {
    const capture = description.paths['/v1/orders/{id}/captures']?.['post'];
    const content = capture?.responses['422']?.content as Contents | undefined;
    const codes = Object.keys(content?.['application/problem+json']?.examples ?? {});
    expect(codes[0]).toBe('IDEMPOTENCY_KEY_REUSED');
    expect(
      codes.slice(1).every((code) => /^(CAPTURE|ARTICLE|ORDER|MATCHING|PAYMENT)_/.test(code)),
    ).toBe(true);
    for (const { operation } of operations()) {
      for (const [status, { content: shown = {} }] of Object.entries(operation.responses)) {
        for (const { examples = {} } of Object.values(shown as Contents)) {
          for (const { value } of Object.values(examples)) {
            const { status: said, error } = value as ErrorExample;
            if (said !== undefined || error !== undefined) {
              expect(String(said ?? error?.code)).toBe(status);
            }
          }
        }
      }
    }
  });

  test('tells the headers and errors of a Walley capture', () => {
    const capture = description.paths['/manage/orders/{orderId}/capture']?.['post'];
    expect(capture?.parameters).toEqual(
      expect.arrayContaining([expect.objectContaining({ name: 'X-Idempotency', in: 'header' })]),
    );
    expect(Object.keys(capture?.responses['202']?.headers ?? {})).toEqual(
      expect.arrayContaining([
        'Location',
        'Ledger-Position',
        'Idempotency-Replayed',
        'X-Request-Id',
      ]),
    );
    expect(Object.keys(capture?.responses ?? {})).toEqual(
      expect.arrayContaining(['400', '401', '403', '404', '409', '413', '415', '422', '503']),
    );
    expect(capture?.responses['403']?.headers).toHaveProperty(
      ['WWW-Authenticate', 'description'],
      expect.stringContaining('only if the token does not have the scope'),
    );
    expect(capture?.responses['422']?.content).toHaveProperty(['application/json']);
  });
});
