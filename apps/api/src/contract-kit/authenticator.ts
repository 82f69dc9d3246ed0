import type { IncomingMessage } from 'node:http';
import type { FastifyRequest } from 'fastify';
import type { Caller } from '#access';
import type { Authentication, AuthenticationServices } from './authentication.js';
import type { Contract, Contracts } from './contract.js';
import { HttpError, shapeError } from './http-error.js';
import './request.js';

/** Authenticates each request once, by the rules of the contract that the request belongs to. */
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

  /** The client of a request, if an earlier request with the same credentials was verified. */
  clientOf(request: IncomingMessage): string | undefined {
    return this.of(this.contracts.of(request.url ?? '/')).clientOf?.(request);
  }

  /**
   * Authenticates the request and sets `request.caller`. Without credentials, no caller is set.
   * @throws HttpError for wrong credentials
   */
  async identify(request: FastifyRequest): Promise<void> {
    if (request.isCallerSought) return;
    assertOneAuthorization(request.raw);
    const caller = await this.of(request.contract).authenticate(request);
    request.isCallerSought = true;
    if (caller !== undefined) request.caller = caller;
  }

  /**
   * Authenticates the request again. A request that runs for long needs this, because its token may
   * have been revoked since it began.
   */
  async callerNow(request: FastifyRequest): Promise<Caller> {
    const authentication = this.of(request.contract);
    const caller = await authentication.authenticate(request);
    if (caller === undefined) throw new HttpError(authentication.unauthorized(request));
    return caller;
  }

  /** Does the same as `identify`. @throws HttpError also if there is no caller */
  async requireCaller(request: FastifyRequest): Promise<Caller> {
    await this.identify(request);
    if (request.caller !== undefined) return request.caller;
    throw new HttpError(this.of(request.contract).unauthorized(request));
  }
}

/**
 * Refuses a request with several `Authorization` headers. Node would use the first one, but a proxy
 * may have checked another one.
 */
const assertOneAuthorization = ({ rawHeaders }: IncomingMessage): void => {
  const names = rawHeaders.filter((_, index) => index % 2 === 0);
  const given = names.filter((name) => name.toLowerCase() === 'authorization');
  if (given.length <= 1) return;
  throw shapeError([{ path: ['Authorization'], message: 'must not be given twice' }]);
};
