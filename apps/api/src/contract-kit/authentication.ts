import type { IncomingMessage } from 'node:http';
import type { FastifyRequest } from 'fastify';
import type { Pool } from 'pg';
import type { Caller, ClientAuthenticator, TokenVerifier } from '#access';
import type { Contract, Contracts } from './contract.js';
import { HttpError, type ErrorAnswer } from './http-error.js';
import './request-caller.js';

/** What contracts find their callers with. */
export interface AuthenticationServices {
  /** Bearer tokens of `/oauth2/v2.0/token`. */
  readonly tokenVerifier: Pick<TokenVerifier, 'verify' | 'clientOf'>;
  /** Client ids with their secrets. */
  readonly authenticator: Pick<ClientAuthenticator, 'authenticate'>;
  readonly pool: Pool;
}

/** How a contract finds out who calls. */
export interface Authentication {
  /**
   * `head`: the caller is found before any of a body is read, so that a stranger's body costs
   * nothing. `body`: its parameters are needed, so it is read first, as a small one.
   */
  readonly needs: 'head' | 'body';
  /**
   * Wrong credentials are answered before an unknown method (`method`), or before an unknown
   * address too (`route`). Absent: after both.
   */
  readonly comesBefore?: 'method' | 'route';
  /**
   * The caller, or `undefined` for a request without credentials.
   *
   * @throws HttpError if there are credentials and they are wrong
   */
  authenticate(request: FastifyRequest): Promise<Caller | undefined>;
  /** The answer to a request without credentials where a caller is needed. */
  unauthorized(): ErrorAnswer;
  /** The answer to a caller without the right. */
  forbidden(scope: string): ErrorAnswer;
  /** The client of a request whose credentials were verified before: for fair limits, at no cost. */
  clientOf?(request: IncomingMessage): string | undefined;
}

/** Finds callers as their contract does, once for each request. */
export class Authenticator {
  readonly #authentications: ReadonlyMap<Contract, Authentication>;

  constructor(
    private readonly contracts: Contracts,
    services: AuthenticationServices,
  ) {
    const others = contracts.all.includes(contracts.of('')) ? [] : [contracts.of('')];
    this.#authentications = new Map(
      [...contracts.all, ...others].map((one) => [one, one.authentication(services)]),
    );
  }

  of(contract: Contract): Authentication {
    const found = this.#authentications.get(contract);
    if (found === undefined) throw new Error(`No authentication of ${contract.name}`);
    return found;
  }

  /** The client of a request whose credentials were verified before. */
  clientOf(request: IncomingMessage): string | undefined {
    return this.of(this.contracts.of(request.url ?? '/')).clientOf?.(request);
  }

  /** Sets `request.caller` if there is one. @throws HttpError for wrong credentials */
  async identify(request: FastifyRequest): Promise<void> {
    if (request.isCallerSought) return;
    const caller = await this.of(request.contract).authenticate(request);
    request.isCallerSought = true;
    if (caller !== undefined) request.caller = caller;
  }

  /** The caller by the same credentials as of now: for requests that go on for long. */
  async callerNow(request: FastifyRequest): Promise<Caller> {
    const authentication = this.of(request.contract);
    const caller = await authentication.authenticate(request);
    if (caller === undefined) throw new HttpError(authentication.unauthorized());
    return caller;
  }

  /** As `identify`. @throws HttpError also if there is no caller */
  async requireCaller(request: FastifyRequest): Promise<Caller> {
    await this.identify(request);
    if (request.caller !== undefined) return request.caller;
    throw new HttpError(this.of(request.contract).unauthorized());
  }
}
