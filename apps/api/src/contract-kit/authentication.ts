import type { IncomingMessage } from 'node:http';
import { RouteConfig } from '@nestjs/platform-fastify';
import type { FastifyRequest } from 'fastify';
import type { Pool } from 'pg';
import type {
  Caller,
  ClientAuthenticator,
  KeyAuthenticator,
  SigningKeys,
  TokenVerifier,
} from '#access';
import type { ErrorAnswer } from './http-error.js';

/** The services that contracts use to authenticate their callers. */
export interface AuthenticationServices {
  /** Verifies bearer tokens that `/oauth2/v2.0/token` issued. */
  readonly tokenVerifier: Pick<TokenVerifier, 'verify' | 'clientOf'>;
  /** Verifies a client's id and secret. */
  readonly authenticator: Pick<ClientAuthenticator, 'authenticate'>;
  /**
   * Verifies the keys of clients, for contracts such as Medusa that do not use
   * `/oauth2/v2.0/token`. Keys are created with `POST /v1/clients/{id}/keys`.
   */
  readonly keyAuthenticator: Pick<
    KeyAuthenticator,
    'byToken' | 'byId' | 'logIn' | 'isIssued' | 'clientOf'
  >;
  /** Keys for signing tokens that a contract issues by itself. */
  readonly signingKeys: SigningKeys;
  readonly pool: Pool;
  readonly credentialRules: CredentialRules;
}

/**
 * Settings for contracts that accept or refuse credentials depending on the URL or the connection
 * of the request.
 */
export interface CredentialRules {
  /**
   * The public base URL of the API (PUBLIC_URL), which callers include in their request signatures.
   * If absent, the signature is checked against the URL of the request.
   */
  readonly publicUrl?: string;
  /**
   * True if secrets are accepted over an unencrypted connection (ALLOW_INSECURE_BASIC). Meant for
   * local trials.
   */
  readonly allowInsecureBasic?: boolean;
}

/** The authentication of a contract's callers. */
export interface Authentication {
  /**
   * The part of the request that identifies the caller. With `head`, the headers identify the
   * caller, so the body of an unknown caller is refused unread. With `body`, parameters in the body
   * identify the caller, so the body is read first and must be small.
   */
  readonly needs: 'head' | 'body';
  /**
   * For `needs: 'body'`: true if the credentials of this request, if there are any, are in its
   * headers. The caller can then be identified before the body arrives, and may send a body of
   * normal size. A request without credentials is not refused at this point.
   */
  headSuffices?(request: FastifyRequest): boolean;
  /**
   * The error that wins if a request fails authentication and also has an unknown method or
   * address. Absent: the unknown method or address wins. `method`: failed authentication wins over
   * an unknown method. `everything`: failed authentication wins over an unknown method or address.
   * `route`: wrong credentials win over both, but missing credentials win over neither.
   */
  readonly comesBefore?: 'method' | 'route' | 'everything';
  /**
   * The caller, or `undefined` for a request without credentials.
   *
   * @throws HttpError if there are credentials and they are wrong
   */
  authenticate(request: FastifyRequest): Promise<Caller | undefined>;
  /** The answer if a request needs a caller but has no credentials. */
  unauthorized(request: FastifyRequest): ErrorAnswer;
  /** The answer to a caller without the scope that the route needs. */
  forbidden(scope: string): ErrorAnswer;
  /**
   * The client of a request, if an earlier request with the same credentials was verified. This
   * call verifies nothing, because limits per client need the client at once, before the request is
   * read.
   */
  clientOf?(request: IncomingMessage): string | undefined;
}

declare module 'fastify' {
  interface FastifyContextConfig {
    /** True if this route reads the body before the caller is authenticated. */
    anonymousBody?: true;
  }
}

/**
 * Marks a route that reads the body before the caller is authenticated, such as a log-in. Such a
 * body must be small and arrive quickly. On every other route the caller is authenticated before
 * any of the body is read.
 */
export const ReadsAnonymousBody = (): MethodDecorator => RouteConfig({ anonymousBody: true });

export const readsAnonymousBody = (request: FastifyRequest): boolean => {
  const { config } = request.routeOptions as Partial<FastifyRequest['routeOptions']>;
  return config?.anonymousBody === true;
};
