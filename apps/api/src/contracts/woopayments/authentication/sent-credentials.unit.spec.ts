import { describe, expect, test } from '@jest/globals';
import type { FastifyRequest } from 'fastify';
import { isUnreadForm, sentKey, signedParameters } from './sent-credentials.js';

const form = 'application/x-www-form-urlencoded';

const requestOf = (
  headers: Record<string, string>,
  { query = '', body }: { readonly query?: string; readonly body?: string } = {},
): FastifyRequest =>
  ({
    originalUrl: `/x?${query}`,
    headers,
    body: body === undefined ? undefined : Buffer.from(body),
  }) as unknown as FastifyRequest;

const basic = (text: string): Record<string, string> => ({
  authorization: `Basic ${Buffer.from(text).toString('base64')}`,
});

describe('a key and its secret', () => {
  test.each([
    [basic('ck_1:cs_1'), '', { consumerKey: 'ck_1', consumerSecret: 'cs_1' }],
    [basic('ck_1:a:b'), '', { consumerKey: 'ck_1', consumerSecret: 'a:b' }],
    [
      basic('ck_1:cs_1'),
      'consumer_key=ck_2&consumer_secret=cs_2',
      { consumerKey: 'ck_2', consumerSecret: 'cs_2' },
    ],
    [basic('ck_1:cs_1'), 'consumer_key=ck_2', { consumerKey: 'ck_1', consumerSecret: 'cs_1' }],
    [basic('ck_1:'), '', undefined],
    [basic(':cs_1'), '', undefined],
    [basic('no colon'), '', undefined],
    [{ authorization: 'Basic' }, '', undefined],
    [{ authorization: 'Basic %%%' }, '', undefined],
    [{ authorization: 'Bearer x' }, '', undefined],
    [{}, 'consumer_key[]=a&consumer_secret[]=b', undefined],
  ] as const)('of %j and %j', (headers, query, expected) => {
    expect(sentKey(requestOf(headers, { query }))).toEqual(expected);
  });
});

describe('the parameters that are signed', () => {
  const authorization =
    'OAuth realm="x", oauth_nonce="a%2Bb", oauth_version=1.0 ,oauth_signature="c%3D"';

  test('are those of query, form and header, which wins', async () => {
    const request = requestOf(
      { authorization, 'content-type': form },
      { query: 'a=1&oauth_nonce=q', body: 'b=2&c[]=3&c[]=4&oauth_nonce=f' },
    );
    expect(await signedParameters(request)).toEqual({
      ...{ a: '1', b: '2', 'c[]': ['3', '4'] },
      ...{ oauth_nonce: 'a+b', oauth_version: '1.0', oauth_signature: 'c=' },
    });
  });

  test('are never those of JSON', async () => {
    const request = requestOf({ 'content-type': 'application/json' }, { body: '{"a":"1"}' });
    expect(await signedParameters(request)).toEqual({});
  });

  test.each([
    ['of 8 kB', 8_192, { oauth_nonce: 'a' }],
    ['that is longer', 8_193, {}],
  ])('stand in a header %s or not', async (_what, length, expected) => {
    const header = 'OAuth oauth_nonce="a", realm="'.padEnd(length - 1, 'x') + '"';
    expect(header).toHaveLength(length);
    expect(await signedParameters(requestOf({ authorization: header }))).toEqual(expected);
  });

  test('of a form that nobody has read are not known', () => {
    const sent = { 'content-type': form, 'content-length': '3' };
    expect(isUnreadForm(requestOf(sent))).toBe(true);
    expect(isUnreadForm(requestOf(sent, { body: 'a=1' }))).toBe(false);
    expect(isUnreadForm(requestOf({ 'content-type': form }))).toBe(false);
    expect(isUnreadForm(requestOf({ 'content-type': 'text/plain', 'content-length': '3' }))).toBe(
      false,
    );
  });
});
