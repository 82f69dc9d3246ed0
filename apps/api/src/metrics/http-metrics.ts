import type { FastifyReply, FastifyRequest } from 'fastify';
import { Counter, Histogram } from 'prom-client';
import type { Registry } from 'prom-client';

/**
 * The methods that get their own label. Other methods share the label `other`, because a caller
 * could send any number of invented methods.
 */
const methods = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']);

const secondsUpTo = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];

/**
 * The counters of one route and method. The counters are kept here, because looking up a counter by
 * its labels takes longer than counting.
 */
interface RouteFigures {
  readonly duration: { observe(seconds: number): void };
  /** The counters of answers, by the first digit of the status: 2 for 200 to 299. */
  readonly requests: Map<number, { inc(): void }>;
}

/**
 * Counts requests by contract, route template, method and status class. All unknown addresses of a
 * contract count as one route, because a caller could otherwise create any number of labels.
 * Requests that were refused before Fastify have a separate counter.
 */
export class HttpMetrics {
  readonly #requests;
  readonly #durations;
  readonly #refused;
  readonly #figures = new Map<string, RouteFigures>();

  constructor(
    registry: Registry,
    private readonly contractOf: (url: string) => string,
  ) {
    const registers = [registry];
    this.#requests = new Counter({
      name: 'ledger_http_requests_total',
      help: 'Requests that were answered or aborted by the caller, by class of status',
      labelNames: ['contract', 'route', 'method', 'status'],
      registers,
    });
    this.#durations = new Histogram({
      name: 'ledger_http_request_duration_seconds',
      help: 'Time from the head of a request to the end of its answer',
      labelNames: ['contract', 'route', 'method'],
      buckets: secondsUpTo,
      registers,
    });
    this.#refused = new Counter({
      name: 'ledger_http_requests_refused_total',
      help: 'Requests refused before they were read: too many at once, or the process stops',
      labelNames: ['contract', 'reason'],
      registers,
    });
  }

  /**
   * Counts a request that was refused before it reached Fastify. No other metric counts this
   * request.
   */
  refused(url: string | undefined, reason: 'overload' | 'stopping'): void {
    this.#refused.inc({ contract: this.contractOf(url ?? '/'), reason });
  }

  observe(request: FastifyRequest, reply: FastifyReply): void {
    const { requests, duration } = this.#figuresOf(request);
    duration.observe(reply.elapsedTime / 1_000);
    requests.get(Math.trunc(reply.statusCode / 100))?.inc();
  }

  #figuresOf(request: FastifyRequest): RouteFigures {
    const { url } = request.routeOptions as Partial<FastifyRequest['routeOptions']>;
    const method = methods.has(request.method) ? request.method : 'other';
    const contract = url === undefined ? this.contractOf(request.raw.url ?? '/') : '';
    const key = `${method} ${url ?? `unknown ${contract}`}`;
    const known = this.#figures.get(key);
    if (known !== undefined) return known;
    const labels = {
      contract: url === undefined ? contract : this.contractOf(url),
      route: url ?? 'unknown',
      method,
    };
    const made = {
      duration: this.#durations.labels(labels),
      requests: new Map(
        [1, 2, 3, 4, 5].map((digit) => [digit, this.#lazily({ ...labels, status: `${digit}xx` })]),
      ),
    };
    this.#figures.set(key, made);
    return made;
  }

  /**
   * Creates the counter when its status class, such as 4xx, first occurs. Otherwise the metrics
   * would list many counters that are 0.
   */
  #lazily(labels: Record<'contract' | 'route' | 'method' | 'status', string>) {
    let counter: { inc(): void } | undefined;
    return {
      inc: (): void => {
        counter ??= this.#requests.labels(labels);
        counter.inc();
      },
    };
  }
}
