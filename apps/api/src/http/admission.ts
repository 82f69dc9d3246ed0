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
  /** Commands among them whose caller is known and whose body is there. */
  readonly commandsInFlight: number;
}

/** The sender of a request, as far as it is known before the credentials are checked. */
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

/** Health is answered under overload too: a refused probe would have the process restarted. */
const isHealth = (url: string | undefined): boolean => url?.startsWith('/health/') ?? false;

export const isCommand = ({ method }: { readonly method?: string | undefined }): boolean =>
  method !== 'GET' && method !== 'HEAD';

/**
 * Admits a bounded number of requests at once, shared out fairly by client, and by address until
 * the client is known; all others are refused at once. It stands before the framework: under
 * overload most requests are refused, and a refusal must cost far less than the work it saves.
 */
export class Admission {
  /** The shares of clients. A command enters when its caller is known and its body is there. */
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
    // A command that would find no place later is refused now, when it is cheap.
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
 * Tells callers apart by their credentials, if known, and by the address they or their proxy have.
 */
export const identifyCallers = (
  authenticator: Pick<Authenticator, 'clientOf'>,
  trust: Trust,
): Callers => ({
  addressOf: (request) => addressGroup(proxyAddress(request, trust)),
  clientOf: (request) => authenticator.clientOf(request),
});
