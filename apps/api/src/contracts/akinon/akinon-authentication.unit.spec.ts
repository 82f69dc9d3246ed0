import { describe, expect, test } from '@jest/globals';
import type { FastifyRequest } from 'fastify';
import type { AuthenticationServices } from '../../contract-kit/authentication.js';
import { HttpError } from '../../contract-kit/http-error.js';
import { noKeys } from '../../testing/stand-ins.js';
import { akinonAuthentication } from './akinon-authentication.js';

const caller = { clientId: 'shop', stores: ['demo-se'], scopes: [] };
const authentication = akinonAuthentication({
  keyAuthenticator: {
    ...noKeys,
    byToken: (kind: string, token: string) =>
      Promise.resolve(
        kind === 'akinon' && token === 'good' ? { keyId: 'k', caller, details: {} } : undefined,
      ),
    isIssued: (_kind: string, token: string) => Promise.resolve(token === 'disabled'),
    clientOf: (_kind: string, token: string) => (token === 'good' ? 'shop' : undefined),
  },
} as unknown as AuthenticationServices);

const authenticate = (headers: FastifyRequest['headers']) =>
  authentication.authenticate({ headers } as FastifyRequest);

/** The status and the text of a refusal. */
const refusal = async (headers: FastifyRequest['headers']) => {
  const error: unknown = await authenticate(headers).catch((reason: unknown) => reason);
  if (!(error instanceof HttpError)) throw new Error('It was not refused');
  const { status, detail, headers: answered } = error.answer;
  return [status, detail, answered?.['WWW-Authenticate']];
};

describe('a token', () => {
  test.each(['Token good', 'token good', 'TOKEN  good ', ' Token\tgood'])(
    '%j is taken',
    async (authorization) => {
      expect(await authenticate({ authorization })).toBe(caller);
    },
  );

  test.each([undefined, '', 'Bearer good', 'good', 'Basic dTpw', 'Tokens good'])(
    '%j is none',
    async (authorization) => {
      const headers = authorization === undefined ? {} : { authorization };
      expect(await authenticate(headers)).toBeUndefined();
    },
  );

  test.each([
    ['Token', 'Invalid token header. No credentials provided.'],
    ['Token ', 'Invalid token header. No credentials provided.'],
    ['Token a b', 'Invalid token header. Token string should not contain spaces.'],
    ['Token wrong', 'Invalid token.'],
    ['Token disabled', 'User inactive or deleted.'],
  ])('%j is wrong', async (authorization, detail) => {
    expect(await refusal({ authorization })).toEqual([401, detail, 'Token']);
  });

  test('names its client for fair limits', () => {
    const clientOf = (authorization: string) =>
      authentication.clientOf?.({ headers: { authorization } } as never);
    expect([clientOf('token good'), clientOf('Token other'), clientOf('Bearer good')]).toEqual([
      ...['shop', undefined, undefined],
    ]);
  });
});

describe('Accept', () => {
  test.each([
    ...['', '*/*', 'application/json', 'application/*', 'text/html, application/json;q=0.1'],
    ...['Application/JSON; indent=4', 'text/html,*/*;q=0.8'],
  ])('%j takes JSON', async (accept) => {
    expect(await authenticate({ accept, authorization: 'Token good' })).toBe(caller);
  });

  test.each(['text/html', 'application/xml, text/*', 'application/json;q=0', '*/json', 'json'])(
    '%j takes none, which comes before the token',
    async (accept) => {
      for (const authorization of ['Token good', 'Token wrong'])
        expect(await refusal({ accept, authorization })).toEqual([
          ...[406, 'Could not satisfy the request Accept header.', undefined],
        ]);
    },
  );
});
