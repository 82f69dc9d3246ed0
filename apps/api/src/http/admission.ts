import type { IncomingMessage, ServerResponse } from 'node:http';
import proxyAddress from '@fastify/proxy-addr';
import { FairShares, type ThrottledWarnings } from '#runtime';
import type { Authenticator } from '../contract-kit/authenticator.js';
import type { Contracts } from '../contract-kit/contract.js';
import { serviceStops, tooManyAtOnce } from '../contract-kit/http-error.js';
import { addressGroup, requestIdOf } from '../contract-kit/request.js';
import type { HttpMetrics } from '../metrics/http-metrics.js';
import type { Departure } from './departure.js';
import { sendErrorAtOnce } from './error-answers.js';

export interface InFlightLimits {
  readonly requestsInFlight: number;
  /**
   * The most concurrent commands. A command counts from the time when its caller is known and its
   * body has arrived.
   */
  readonly commandsInFlight: number;
}

/**
 * Identifies the sender of a request before the credentials are checked, so that limits can be
 * shared fairly.
 */
export interface Callers {
  /** The group of network addresses that the request comes from. */
  addressOf(request: IncomingMessage): string;
  /** The client of a request, if an earlier request with the same credentials was verified. */
  clientOf(request: IncomingMessage): string | undefined;
}

interface Dependencies {
  readonly contracts: Contracts;
  readonly warnings: ThrottledWarnings;
  readonly callers: Callers;
  readonly departure: Departure;
  readonly metrics: Pick<HttpMetrics, 'refused'>;
}

/**
 * Health probes are answered even under overload. A supervisor would otherwise restart a process
 * that is only busy.
 */
const isHealth = (url: string | undefined): boolean => url?.startsWith('/health/') ?? false;

export const isCommand = ({ method }: { readonly method?: string | undefined }): boolean =>
  method !== 'GET' && method !== 'HEAD';

/**
 * Admits a limited number of concurrent requests and refuses all others at once. The limit is
 * shared fairly among clients, or among network addresses while the client is unknown. Admission
 * runs before Nest and Fastify, so that a refusal costs little even when most requests are refused.
 */
export class Admission {
  /**
   * Counts the concurrent commands of each client. A command counts from the time when its caller
   * is known and its body has arrived.
   */
  readonly commands: FairShares;
  readonly #requests: FairShares;

  constructor(
    limits: InFlightLimits,
    private readonly dependencies: Dependencies,
  ) {
    this.#requests = new FairShares(limits.requestsInFlight);
    this.commands = new FairShares(limits.commandsInFlight);
  }

  /** Returns true if the request may go on. Otherwise the request was answered with an error. */
  admits(request: IncomingMessage, response: ServerResponse): boolean {
    const { callers, departure, contracts, metrics } = this.dependencies;
    departure.follow(response);
    if (departure.isClosing) {
      metrics.refused(request.url, 'stopping');
      sendErrorAtOnce({ request, response }, contracts, serviceStops);
      return false;
    }
    if (isHealth(request.url)) return true;
    const client = callers.clientOf(request);
    const holder = client === undefined ? `from ${callers.addressOf(request)}` : `by ${client}`;
    // A command that would be refused later, for lack of a place, is refused here already, because
    // a refusal at this point costs less.
    const isFull = client !== undefined && isCommand(request) && !this.commands.hasRoom(client);
    if (isFull || !this.#requests.tryEnter(holder)) {
      this.#refuse(request, response);
      return false;
    }
    // Node emits `close` exactly once, even if the caller disconnects early.
    response.once('close', () => {
      this.#requests.leave(holder);
    });
    return true;
  }

  #refuse(request: IncomingMessage, response: ServerResponse): void {
    const { contracts, warnings, metrics } = this.dependencies;
    metrics.refused(request.url, 'overload');
    warnings.warn({ requestId: requestIdOf(request) }, 'too many requests at once');
    sendErrorAtOnce({ request, response }, contracts, tooManyAtOnce);
  }
}

type Trust = (address: string, hop: number) => boolean;

/** The test for addresses of proxies whose `X-Forwarded-For` header is trusted. */
export const trustOf = (trustedProxies: readonly string[]): Trust =>
  trustedProxies.length === 0 ? () => false : proxyAddress.compile([...trustedProxies]);

/**
 * Identifies a caller by credentials that an earlier request proved valid, and by network address.
 * If a trusted proxy sent the request, the address comes from `X-Forwarded-For`.
 */
export const identifyCallers = (
  authenticator: Pick<Authenticator, 'clientOf'>,
  trust: Trust,
): Callers => ({
  addressOf: (request) => addressGroup(proxyAddress(request, trust)),
  clientOf: (request) => authenticator.clientOf(request),
});
