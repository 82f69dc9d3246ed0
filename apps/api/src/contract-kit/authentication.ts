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

/** The services by which contracts find their callers. */
export interface AuthenticationServices {
  /** Bearer tokens of `/oauth2/v2.0/token`. */
  readonly tokenVerifier: Pick<TokenVerifier, 'verify' | 'clientOf'>;
  /** Client ids with their secrets. */
  readonly authenticator: Pick<ClientAuthenticator, 'authenticate'>;
  /** Keys of clients for other contracts (`POST /v1/clients/{id}/keys`). */
  readonly keyAuthenticator: Pick<
    KeyAuthenticator,
    'byToken' | 'byId' | 'logIn' | 'isIssued' | 'clientOf'
  >;
  /** Keys that sign the tokens which a contract issues itself. */
  readonly signingKeys: SigningKeys;
  readonly pool: Pool;
  readonly credentialRules: CredentialRules;
}

/** Settings for contracts whose credentials depend on how they are sent. */
export interface CredentialRules {
  /**
   * The public address that callers sign (PUBLIC_URL). If absent, the address of the request
   * counts.
   */
  readonly publicUrl?: string;
  /** Accepts secrets over plain HTTP (ALLOW_INSECURE_BASIC); for local trials. */
  readonly allowInsecureBasic?: boolean;
}

/** A contract's way to find its callers. */
export interface Authentication {
  /**
   * `head`: headers identify the caller, before any of the body is read, so the body of an unknown
   * caller costs nothing. `body`: parameters in the body identify the caller, so the body is read
   * first and has to be small.
   */
  readonly needs: 'head' | 'body';
  /**
   * For `needs: 'body'`: true if this request can have its credentials in the head alone. A caller
   * identified by the head may send a body of the usual size. A request without credentials is not
   * refused yet.
   */
  headSuffices?(request: FastifyRequest): boolean;
  /**
   * Says which fault is answered if a request has both: wrong or missing credentials, and an
   * unknown method or address. Absent: the unknown method or address. `method`: the credentials
   * rather than an unknown method. `everything`: the credentials rather than an unknown method or
   * address. `route`: like `everything` for wrong credentials, but missing credentials are not
   * answered first.
   */
  readonly comesBefore?: 'method' | 'route' | 'everything';
  /**
   * The caller, or `undefined` for a request without credentials.
   *
   * @throws HttpError if there are credentials and they are wrong
   */
  authenticate(request: FastifyRequest): Promise<Caller | undefined>;
  /** The answer to a request without credentials where a caller is needed. */
  unauthorized(request: FastifyRequest): ErrorAnswer;
  /** The answer to a caller without the scope that the route needs. */
  forbidden(scope: string): ErrorAnswer;
  /**
   * The client of a request, if its credentials were verified by an earlier request. Nothing is
   * verified here: limits per client need the client before the request is read.
   */
  clientOf?(request: IncomingMessage): string | undefined;
}

declare module 'fastify' {
  interface FastifyContextConfig {
    /** The body is read before the caller is known. */
    anonymousBody?: true;
  }
}

/**
 * The route reads a body of a caller that is not known yet. Such a body is small and has to arrive
 * soon. On every other route the caller is found before any of the body is read.
 */
export const ReadsAnonymousBody = (): MethodDecorator => RouteConfig({ anonymousBody: true });

export const readsAnonymousBody = (request: FastifyRequest): boolean => {
  const { config } = request.routeOptions as Partial<FastifyRequest['routeOptions']>;
  return config?.anonymousBody === true;
};
