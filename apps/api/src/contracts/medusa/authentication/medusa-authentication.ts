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
    /** The key that authenticated this request of the Medusa contract. */
    medusaKey?: KnownKey;
  }
}

/** The kind of keys that this contract accepts. */
export const keyKind = 'medusa';

const bearer = /^bearer +(\S+)$/i;

/** Finds the key that belongs to the API token, bearer token or session cookie of a request. */
class AdminKeys {
  readonly #tokens: AdminTokens;
  readonly #sessions: KeySessions;

  constructor(private readonly services: AuthenticationServices) {
    this.#tokens = new AdminTokens(services.signingKeys);
    this.#sessions = new KeySessions(services.pool);
  }

  async keyOf(request: FastifyRequest): Promise<KnownKey | undefined> {
    return (
      (await this.#byApiToken(request)) ??
      (await this.#byBearerToken(request)) ??
      (await this.#bySession(request))
    );
  }

  async #byApiToken({ headers }: FastifyRequest): Promise<KnownKey | undefined> {
    const token = headers['x-medusa-access-token'];
    return typeof token === 'string' && token !== ''
      ? this.services.keyAuthenticator.byToken(keyKind, token)
      : undefined;
  }

  async #byBearerToken({ headers }: FastifyRequest): Promise<KnownKey | undefined> {
    const [, token] = bearer.exec(headers.authorization?.trim() ?? '') ?? [];
    return token === undefined ? undefined : this.#byId(await this.#tokens.keyOf(token));
  }

  async #bySession(request: FastifyRequest): Promise<KnownKey | undefined> {
    const token = sessionTokenOf(request);
    return token === undefined ? undefined : this.#byId(await this.#sessions.keyOf(token));
  }

  async #byId(keyId: string | undefined): Promise<KnownKey | undefined> {
    return keyId === undefined ? undefined : this.services.keyAuthenticator.byId(keyKind, keyId);
  }
}

/**
 * Accepts an API token in `x-medusa-access-token`, a bearer token of `/admin/auth/token`, or the
 * cookie of a session. One valid credential is enough, even if the others are wrong.
 */
export const medusaAuthentication = (services: AuthenticationServices): Authentication => {
  const keys = new AdminKeys(services);
  return {
    needs: 'head',
    comesBefore: 'everything',
    authenticate: async (request) => {
      const key = await keys.keyOf(request);
      if (key !== undefined) request.medusaKey = key;
      return key?.caller;
    },
    clientOf: ({ headers }) => {
      const token = headers['x-medusa-access-token'];
      return typeof token === 'string'
        ? services.keyAuthenticator.clientOf(keyKind, token)
        : undefined;
    },
    unauthorized: () => ({ status: 401, code: 'UNAUTHORIZED', detail: 'Unauthorized' }),
    forbidden: (scope) => ({
      status: 403,
      code: 'FORBIDDEN',
      detail: `The key's client does not have the scope ${scope}.`,
    }),
  };
};
