import type { FastifyRequest } from 'fastify';
import { KeySessions, type KnownKey } from '#access';
import type {
  Authentication,
  AuthenticationServices,
} from '../../../contract-kit/authentication.js';
import { AdminTokens } from './admin-tokens.js';
import { sessionTokenOf } from './session-cookie.js';

declare module 'fastify' {
  interface FastifyRequest {
    /** The key that the caller of a Medusa request has. */
    medusaKey?: KnownKey;
  }
}

/** The kind of keys that work here. */
export const keyKind = 'medusa';

const bearer = /^bearer +(\S+)$/i;

/**
 * An API token in `x-medusa-access-token`, a bearer token of `/admin/auth/token`, or the cookie of
 * a session. One right credential is enough, even beside wrong ones.
 */
export const medusaAuthentication = ({
  keyAuthenticator,
  pool,
  signingKeys,
}: AuthenticationServices): Authentication => {
  const tokens = new AdminTokens(signingKeys);
  const sessions = new KeySessions(pool);
  const byId = async (keyId: string | undefined): Promise<KnownKey | undefined> =>
    keyId === undefined ? undefined : keyAuthenticator.byId(keyKind, keyId);

  const byApiToken = async ({ headers }: FastifyRequest): Promise<KnownKey | undefined> => {
    const token = headers['x-medusa-access-token'];
    return typeof token === 'string' && token !== ''
      ? keyAuthenticator.byToken(keyKind, token)
      : undefined;
  };
  const byBearer = async ({ headers }: FastifyRequest): Promise<KnownKey | undefined> => {
    const [, token] = bearer.exec(headers.authorization?.trim() ?? '') ?? [];
    return token === undefined ? undefined : byId(await tokens.keyOf(token));
  };
  const bySession = async (request: FastifyRequest): Promise<KnownKey | undefined> => {
    const token = sessionTokenOf(request);
    return token === undefined ? undefined : byId(await sessions.keyOf(token));
  };

  return {
    needs: 'head',
    comesBefore: 'everything',
    authenticate: async (request) => {
      const key =
        (await byApiToken(request)) ?? (await byBearer(request)) ?? (await bySession(request));
      if (key !== undefined) request.medusaKey = key;
      return key?.caller;
    },
    clientOf: ({ headers }) => {
      const token = headers['x-medusa-access-token'];
      return typeof token === 'string' ? keyAuthenticator.clientOf(keyKind, token) : undefined;
    },
    unauthorized: () => ({ status: 401, code: 'UNAUTHORIZED', detail: 'Unauthorized' }),
    forbidden: (scope) => ({
      status: 403,
      code: 'FORBIDDEN',
      detail: `The key's client does not have the scope ${scope}.`,
    }),
  };
};
