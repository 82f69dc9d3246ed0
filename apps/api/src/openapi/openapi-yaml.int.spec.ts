import { beforeAll, describe, expect, test } from '@jest/globals';
import { readFile } from 'node:fs/promises';
import { parse } from 'yaml';
import { openapiYaml } from './openapi-yaml.js';

interface Operation {
  readonly operationId: string;
  readonly security?: readonly Record<string, readonly string[]>[];
  readonly parameters?: readonly { readonly name: string; readonly in: string }[];
  readonly responses: Readonly<
    Record<string, { readonly headers?: object; readonly content?: object }>
  >;
}
interface Description {
  readonly openapi: string;
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly securitySchemes: Readonly<Record<string, { type: string }>> };
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
    expect(Object.values(description.components.securitySchemes)).toMatchObject([
      { type: 'oauth2', flows: { clientCredentials: { tokenUrl: '/oauth2/v2.0/token' } } },
    ]);
  });

  test('names every operation once', () => {
    const ids = operations().map(({ operation }) => operation.operationId);
    expect(new Set(ids).size).toBe(ids.length);
  });

  test('tells of every operation with a token its scope and the error answers all of them have', () => {
    const secured = operations().filter(({ operation }) => operation.security !== undefined);
    expect(secured.length).toBeGreaterThan(2);
    for (const { operation } of secured) {
      expect(Object.values(operation.security?.[0] ?? {}).flat()).toHaveLength(1);
      expect(Object.keys(operation.responses)).toEqual(
        expect.arrayContaining(['401', '403', '503']),
      );
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
      expect.stringContaining('only if the token has not the scope'),
    );
    expect(capture?.responses['422']?.content).toHaveProperty(['application/json']);
  });
});
