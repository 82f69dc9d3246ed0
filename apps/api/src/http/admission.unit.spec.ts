import { describe, expect, test } from '@jest/globals';
import type { IncomingMessage } from 'node:http';
import { InvalidToken, SigningKeys } from '#access';
import { bearerAuthentication } from '../contract-kit/bearer-authentication.js';
import { identifyCallers, trustOf } from './admission.js';
import { noKeys } from '../testing/stand-ins.js';

const authenticator = bearerAuthentication({
  tokenVerifier: {
    clientOf: (token: string) => (token === 'known' ? 'shop' : undefined),
    verify: () => Promise.reject(new InvalidToken()),
  },
  authenticator: { authenticate: () => Promise.resolve(undefined) },
  keyAuthenticator: noKeys,
  signingKeys: new SigningKeys(new Uint8Array(32)),
  credentialRules: {},
  pool: undefined as never,
});
const tokens = { clientOf: (asked: IncomingMessage) => authenticator.clientOf?.(asked) };

const request = (remoteAddress: string, headers: Record<string, string> = {}): IncomingMessage =>
  ({ socket: { remoteAddress }, headers }) as unknown as IncomingMessage;

const addressOf = (trusted: readonly string[], remoteAddress: string, forwarded?: string) => {
  const headers = forwarded === undefined ? {} : { 'x-forwarded-for': forwarded };
  const callers = identifyCallers(tokens, trustOf(trusted));
  return callers.addressOf(request(remoteAddress, headers));
};

describe('the address that a caller is counted by', () => {
  test.each([
    ['of the connection, whatever a caller says', [], '192.0.2.1', '203.0.113.9', '192.0.2.1'],
    ['what a trusted proxy says', ['10.0.0.0/8'], '10.1.2.3', '203.0.113.9', '203.0.113.9'],
    [
      'the last that is no trusted proxy',
      ['10.0.0.0/8'],
      '10.1.2.3',
      '6.6.6.6, 203.0.113.9, 10.9.9.9',
      '203.0.113.9',
    ],
    ['of a proxy that is not trusted', ['10.0.0.0/8'], '192.0.2.1', '203.0.113.9', '192.0.2.1'],
    ['of a proxy that names nobody', ['loopback'], '127.0.0.1', undefined, '127.0.0.1'],
    ['none where a trusted proxy writes nonsense', ['loopback'], '::1', 'nonsense', 'unknown'],
    ['a whole /64 of IPv6', ['loopback'], '::1', '2001:db8::1', '2001:db8:0:0::/64'],
  ])('is %s', (_what, trusted, remoteAddress, forwarded, address) => {
    expect(addressOf(trusted, remoteAddress, forwarded)).toBe(address);
  });
});

describe('the client that a request is counted by', () => {
  const callers = identifyCallers(tokens, trustOf([]));

  test.each([
    ['Bearer known', 'shop'],
    ['bearer   known', 'shop'],
    ['Bearer other', undefined],
    ['Basic known', undefined],
    [undefined, undefined],
  ])('of %j is %s', (authorization, client) => {
    const headers: Record<string, string> = authorization === undefined ? {} : { authorization };
    expect(callers.clientOf(request('192.0.2.1', headers))).toBe(client);
  });
});
