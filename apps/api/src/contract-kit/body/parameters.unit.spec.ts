import { describe, expect, test } from '@jest/globals';
import type { FastifyRequest } from 'fastify';
import { HttpError } from '../http-error.js';
import { JsonNumber } from './read-json.js';
import { parametersOf } from './parameters.js';

const form = 'application/x-www-form-urlencoded';
const json = 'application/json; charset=utf-8';

const read = (originalUrl: string, contentType?: string, body?: string | Buffer) =>
  parametersOf({
    originalUrl,
    headers: { 'content-type': contentType },
    body: body === undefined ? undefined : Buffer.from(body),
  } as unknown as FastifyRequest);

describe('the parameters of a request', () => {
  test('come from the query, of which the last value of a name counts', async () => {
    expect(await read('/x?a=1&b=2&a=3')).toEqual({ a: '3', b: '2' });
  });

  test('come from a form before the query', async () => {
    expect(await read('/x?a=1&b=2', form, 'a=form&c=%C3%A5')).toEqual({
      ...{ a: 'form', b: '2', c: 'å' },
    });
  });

  test('come from JSON before the query, with the text of numbers', async () => {
    expect(await read('/x?a=1&b=2', json, '{"a": 1.10}')).toEqual({
      ...{ a: new JsonNumber('1.10'), b: '2' },
    });
  });

  test('come from the query where JSON has null', async () => {
    const parameters = await read('/x?a=1', json, '{"a": null, "b": null, "__proto__": null}');
    expect(Object.entries(parameters)).toEqual([
      ...[
        ['a', '1'],
        ['b', null],
        ['__proto__', null],
      ],
    ]);
  });

  test.each([form, json])('may have an empty body of the type %s', async (type) => {
    expect(await read('/x?a=1', type, '')).toEqual({ a: '1' });
  });

  test('are lists where their names end in []', async () => {
    expect(await read('/x?a[]=1&b=2&a%5B%5D=3', form, 'c[]=4')).toEqual({
      ...{ 'a[]': ['1', '3'], b: '2', 'c[]': ['4'] },
    });
  });

  test('hold no U+0000 in the query', async () => {
    for (const query of ['a=%00', '%00=1', 'a[]=%00'])
      await expect(read(`/x?${query}`)).rejects.toThrow('must not contain U+0000');
  });

  test('named __proto__ are ordinary ones', async () => {
    const read1 = await read('/x?__proto__=1', form, '__proto__=2');
    expect(Object.keys(read1)).toEqual(['__proto__']);
    expect(Object.getPrototypeOf(read1)).toBe(Object.prototype);
  });

  test.each([
    ['malformed JSON', json, '{"a": ', 'json'],
    ['a list', json, '[]', 'object'],
    ['NUL in a form', form, 'a=%00', 'form'],
    ['NUL in a name of a form', form, 'a%00=1', 'form'],
    ['too many fields', form, Array.from({ length: 1_002 }, (_, n) => `f${n}=1`).join('&'), 'form'],
    ['a form without its boundary', 'multipart/form-data', 'a=1', 'form'],
  ])('are refused as %s', async (_what, type, body, rule) => {
    const error: unknown = await read('/x', type, body).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(HttpError);
    expect((error as HttpError).answer).toMatchObject({ status: 400, violations: [{ rule }] });
  });
});
