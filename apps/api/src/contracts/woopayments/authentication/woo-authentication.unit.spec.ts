import { afterEach, describe, expect, jest, test } from '@jest/globals';
import type { FastifyRequest } from 'fastify';
import type { Pool } from 'pg';
import type { KnownKey } from '#access';
import type {
  AuthenticationServices,
  CredentialRules,
} from '../../../contract-kit/authentication.js';
import { HttpError } from '../../../contract-kit/http-error.js';
import { signatureOf } from './oauth-signature.js';
import { wooAuthentication } from './woo-authentication.js';

const consumerKey = `ck_${'a'.repeat(40)}`;
const consumerSecret = `cs_${'b'.repeat(40)}`;
const caller = { clientId: 'shop', stores: ['s'], scopes: [] };
const path = '/wp-json/wc/v3/payments/orders/42/create_customer';

interface Rules extends CredentialRules {
  readonly permission?: string;
}

/** For each nonce that was used: the time until which it must be remembered. */
const nonces: Date[] = [];

/** The authentication of a ledger with a single key, in which no nonce has been used yet. */
const authenticationOf = ({ permission = 'read_write', ...credentialRules }: Rules = {}) => {
  const key: KnownKey = { keyId: 'k', caller, details: { permission }, secret: consumerSecret };
  const byToken = async (_kind: string, token: string) =>
    Promise.resolve(token === consumerKey ? key : undefined);
  const query = async (_sql: string, values?: readonly unknown[]) => {
    if (values?.[2] instanceof Date) nonces.push(values[2]);
    return Promise.resolve({ rowCount: 1, rows: [{ count: 0 }] });
  };
  return wooAuthentication({
    keyAuthenticator: { byToken },
    pool: { query } as unknown as Pool,
    credentialRules,
  } as unknown as AuthenticationServices);
};

interface Sent {
  readonly method?: string;
  readonly protocol?: 'http' | 'https';
  readonly query?: string;
  readonly headers?: Record<string, string>;
  readonly body?: string;
}

const requestOf = ({ method = 'POST', protocol = 'http', query = '', ...sent }: Sent) =>
  ({
    ...{ method, protocol, host: 'shop.test', headers: sent.headers ?? {} },
    originalUrl: `${path}${query === '' ? '' : `?${query}`}`,
    body: sent.body === undefined ? undefined : Buffer.from(sent.body),
  }) as unknown as FastifyRequest;

const oauth = (changes: Record<string, string> = {}): Record<string, string> => ({
  oauth_consumer_key: consumerKey,
  oauth_nonce: 'n',
  oauth_signature_method: 'HMAC-SHA256',
  oauth_timestamp: String(Math.floor(Date.now() / 1000)),
  ...changes,
});

interface Signing {
  readonly method?: string;
  /** More parameters of the query and the form, which the signature covers too. */
  readonly also?: Record<string, string>;
  /** Changes OAuth parameters before the request is signed. */
  readonly changes?: Record<string, string>;
}

/** Signs a request and returns its OAuth parameters as a query. */
const signedQuery = (
  url: string,
  { method = 'POST', also = {}, changes = {} }: Signing = {},
): string => {
  const parameters = oauth(changes);
  const signed = { method, url, parameters: { ...parameters, ...also } };
  const signature = signatureOf(signed, 'HMAC-SHA256', consumerSecret).toString('base64');
  return new URLSearchParams({ ...parameters, oauth_signature: signature }).toString();
};

const found = async (sent: Sent, rules: Rules = {}): Promise<unknown> => {
  try {
    return await authenticationOf(rules).authenticate(requestOf(sent));
  } catch (error) {
    if (error instanceof HttpError) return error.answer.detail;
    throw error;
  }
};

const basic = (secret = consumerSecret): Record<string, string> => ({
  authorization: `Basic ${Buffer.from(`${consumerKey}:${secret}`).toString('base64')}`,
});
const plain = `consumer_key=${consumerKey}&consumer_secret=${consumerSecret}`;

afterEach(() => {
  jest.restoreAllMocks();
});

describe('a key and its secret in plain', () => {
  test.each([
    ['over https', { protocol: 'https', headers: basic() }, {}, caller],
    ['in the query over https', { protocol: 'https', query: plain }, {}, caller],
    ['over http', { headers: basic() }, {}, undefined],
    ['in the query over http', { query: plain }, {}, undefined],
    ['over http for trials', { headers: basic() }, { allowInsecureBasic: true }, caller],
    [
      'with a wrong secret',
      { protocol: 'https', headers: basic('cs_x') },
      {},
      'Consumer secret is invalid.',
    ],
    ['without a secret', { protocol: 'https', headers: basic('') }, {}, undefined],
    [
      'of an unknown key',
      { protocol: 'https', query: plain.replaceAll('a'.repeat(40), 'c'.repeat(40)) },
      {},
      undefined,
    ],
  ] as const)('%s', async (_what, sent, rules, expected) => {
    expect(await found(sent, rules)).toEqual(expected);
  });

  test('that are wrong do not stand in the way of a signature', async () => {
    const query = signedQuery(`https://shop.test${path}`);
    expect(await found({ protocol: 'https', headers: basic('cs_x'), query })).toEqual(caller);
  });
});

describe('a signature', () => {
  test('is of the address that the caller sees', async () => {
    const own = signedQuery(`http://shop.test${path}`);
    expect(await found({ query: own })).toEqual(caller);
    for (const publicUrl of ['https://public.test/ledger', 'https://public.test/ledger/']) {
      const query = signedQuery(`https://public.test/ledger${path}`);
      expect(await found({ query }, { publicUrl })).toEqual(caller);
      expect(await found({ query: own }, { publicUrl })).toMatch(/does not match/);
    }
    const secure = signedQuery(`https://shop.test${path}`);
    expect(await found({ query: secure, protocol: 'https' })).toEqual(caller);
  });

  test('covers query and form, of a name given twice the last value, and never JSON', async () => {
    const url = `http://shop.test${path}`;
    const form = { 'content-type': 'application/x-www-form-urlencoded' };
    const both = signedQuery(url, { also: { a: '1', b: '2' } });
    expect(await found({ query: `${both}&a=1`, headers: form, body: 'b=2' })).toEqual(caller);
    expect(await found({ query: `${both}&a=1`, headers: form, body: 'b=3' })).toMatch(/not match/);
    const twice = signedQuery(url, { also: { a: '2' } });
    expect(await found({ query: `a=1&${twice}&a=2` })).toEqual(caller);
    const json = { headers: { 'content-type': 'application/json' }, body: '{"a":1}' };
    expect(await found({ query: signedQuery(url), ...json })).toEqual(caller);
  });

  test('may come encoded once more, and needs both a plus sign and a space', async () => {
    const url = `http://shop.test${path}`;
    for (let turn = 0; turn < 40; turn += 1) {
      const query = signedQuery(url, { changes: { oauth_nonce: `n${turn}` } });
      const signature = new URLSearchParams(query).get('oauth_signature') ?? '';
      const rest = query.replace(/&oauth_signature=.*/, '');
      for (const sent of [signature, encodeURIComponent(encodeURIComponent(signature))])
        expect(await found({ query: `${rest}&oauth_signature=${sent}` })).toEqual(caller);
    }
  });

  test('names what is missing', async () => {
    const parameters = new URLSearchParams(oauth({ oauth_nonce: '' }));
    expect(await found({ query: parameters.toString() })).toBe(
      'Missing OAuth parameters oauth_nonce, oauth_signature',
    );
    expect(await found({})).toBeUndefined();
  });

  test('is made by a known method', async () => {
    const parameters = oauth({ oauth_signature_method: 'PLAINTEXT', oauth_signature: 'x' });
    expect(await found({ query: new URLSearchParams(parameters).toString() })).toBe(
      'Invalid signature - signature method is invalid.',
    );
  });

  test('that is old already keeps its nonce for 15 minutes all the same', async () => {
    const past = Math.floor(Date.now() / 1000) - 14 * 60;
    const query = signedQuery(`http://shop.test${path}`, {
      changes: { oauth_timestamp: String(past) },
    });
    expect(await found({ query })).toEqual(caller);
    expect(nonces.at(-1)?.getTime()).toBeGreaterThan(Date.now() + 14 * 60_000);
  });

  test.each([
    [-901, 'Invalid timestamp.'],
    [-900, caller],
    [900, caller],
    [901, 'Invalid timestamp.'],
  ])('with a timestamp of %d seconds from now', async (seconds, expected) => {
    const now = 1_700_000_000;
    jest.spyOn(Date, 'now').mockReturnValue(now * 1_000 + 999);
    const query = signedQuery(`http://shop.test${path}`, {
      changes: { oauth_timestamp: String(now + seconds) },
    });
    expect(await found({ query })).toEqual(expected);
  });

  test('has a nonce that is kept longer than the timestamp, for clocks that differ', async () => {
    const now = 1_700_000_000;
    jest.spyOn(Date, 'now').mockReturnValue(now * 1_000);
    const query = signedQuery(`http://shop.test${path}`, {
      changes: { oauth_timestamp: String(now + 900) },
    });
    expect(await found({ query })).toEqual(caller);
    const acceptedUntil = now + 900 + 901;
    expect(nonces.at(-1)?.getTime()).toBeGreaterThanOrEqual((acceptedUntil + 30) * 1_000);
  });

  test('with a nonce that is too long is refused', async () => {
    const query = signedQuery(`http://shop.test${path}`, {
      changes: { oauth_nonce: 'n'.repeat(257) },
    });
    expect(await found({ query })).toMatch(/^Invalid nonce/);
  });

  test('of a form at an unknown address, where no body is read, is not judged', async () => {
    const headers = {
      'content-type': 'application/x-www-form-urlencoded',
      'content-length': '3',
    };
    expect(await found({ query: signedQuery('http://shop.test/'), headers })).toBeUndefined();
  });
});

describe('the permission of a key', () => {
  test.each([
    ['read', 'POST', 'The API key provided does not have write permissions.'],
    ['read', 'DELETE', 'The API key provided does not have write permissions.'],
    ['read', 'GET', caller],
    ['read', 'HEAD', caller],
    ['read', 'OPTIONS', caller],
    ['write', 'POST', caller],
    ['write', 'GET', 'The API key provided does not have read permissions.'],
  ])('to %s at %s', async (permission, method, expected) => {
    const query = signedQuery(`http://shop.test${path}`, { method });
    expect(await found({ method, query }, { permission })).toEqual(expected);
  });
});

test('the head of a request has all credentials unless its body is a form', () => {
  const authentication = authenticationOf();
  const typed = (type: string) => requestOf({ headers: { 'content-type': type } });
  expect(authentication.headSuffices?.(typed('application/json'))).toBe(true);
  expect(authentication.headSuffices?.(typed('multipart/form-data; boundary=x'))).toBe(false);
  const denied = { code: 'rest_forbidden', detail: 'Sorry, you are not allowed to do that.' };
  const unauthorized = authentication.unauthorized(requestOf({}));
  expect([unauthorized, authentication.forbidden('captures:write')]).toEqual([
    { status: 401, ...denied, headers: { 'WWW-Authenticate': expect.stringMatching(/^OAuth /) } },
    { status: 403, ...denied },
  ]);
});

describe('a 401 offers the ways that count on the transport', () => {
  test.each([
    ['http', false, 'OAuth realm="ledger"'],
    ['http', true, 'OAuth realm="ledger", Basic realm="ledger"'],
    ['https', false, 'OAuth realm="ledger", Basic realm="ledger"'],
  ] as const)('over %s, plain keys allowed: %s', async (protocol, allowInsecureBasic, offered) => {
    const authentication = authenticationOf({ allowInsecureBasic });
    const headers = { 'WWW-Authenticate': offered };
    expect(authentication.unauthorized(requestOf({ protocol }))).toMatchObject({ headers });
    const unsigned = requestOf({ protocol, query: 'oauth_nonce=n' });
    await expect(authentication.authenticate(unsigned)).rejects.toMatchObject({
      answer: { status: 401, headers },
    });
  });
});
