import type { IncomingMessage, ServerResponse } from 'node:http';
import proxyAddress from '@fastify/proxy-addr';
import { FairShares, type ThrottledWarnings } from '#runtime';
import type { Authenticator } from '../contract-kit/authenticator.js';
import type { Contracts } from '../contract-kit/contract.js';
import { serviceStops, tooManyAtOnce } from '../contract-kit/http-error.js';
import { addressGroup, requestIdOf } from '../contract-kit/request.js';
import type { HttpMetrics } from '../metrics/http-metrics.js';
import type { Departure } from './departure.js';
import { sendErrorAtOnce } from './send-error.js';

export interface InFlightLimits {
  readonly requestsInFlight: number;
  /**
   * Commands among the requests. A command is counted once its caller is known and its body has
   * arrived.
   */
  readonly commandsInFlight: number;
}

/** Identifies the sender of a request before its credentials are checked. */
export interface Callers {
  /** The group of addresses that the request comes from. */
  addressOf(request: IncomingMessage): string;
  /** The client whose credentials the request has, if they were verified before. */
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
 * Health is answered under overload too: a supervisor would restart a process whose probe is
 * refused.
 */
const isHealth = (url: string | undefined): boolean => url?.startsWith('/health/') ?? false;

export const isCommand = ({ method }: { readonly method?: string | undefined }): boolean =>
  method !== 'GET' && method !== 'HEAD';

/**
 * Admits a limited number of concurrent requests and refuses all others at once. The limit is
 * shared fairly by client, or by address while the client is unknown. Admission comes before the
 * framework, because under overload most requests are refused and a refusal has to be cheap.
 */
export class Admission {
  /**
   * Shares of concurrent commands, by client. A command takes its place when its caller is known
   * and its body has arrived.
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

  /** False if the request was refused, and answered. */
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
    // A command that would find no place later is refused now, because a refusal is cheap here.
    const isFull = client !== undefined && isCommand(request) && !this.commands.hasRoom(client);
    if (isFull || !this.#requests.tryEnter(holder)) {
      this.#refuse(request, response);
      return false;
    }
    // 'close' comes exactly once, also when the caller went away.
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

/** Tells which addresses are proxies whose `X-Forwarded-For` is believed. */
export const trustOf = (trustedProxies: readonly string[]): Trust =>
  trustedProxies.length === 0 ? () => false : proxyAddress.compile([...trustedProxies]);

/**
 * Identifies callers by credentials that were verified before, and by their address. A trusted
 * proxy gives the address in `X-Forwarded-For`.
 */
export const identifyCallers = (
  authenticator: Pick<Authenticator, 'clientOf'>,
  trust: Trust,
): Callers => ({
  addressOf: (request) => addressGroup(proxyAddress(request, trust)),
  clientOf: (request) => authenticator.clientOf(request),
});
