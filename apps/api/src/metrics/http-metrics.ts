import type { FastifyReply, FastifyRequest } from 'fastify';
import { Counter, Histogram } from 'prom-client';
import type { Registry } from 'prom-client';

/**
 * The methods with a label of their own. All other methods share one label, so that callers cannot
 * add labels.
 */
const methods = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']);

const secondsUpTo = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];

/**
 * The counters of one route and method, kept because finding a counter by its labels takes longer
 * than counting.
 */
interface RouteFigures {
  readonly duration: { observe(seconds: number): void };
  /** The counters of answers, by the first digit of their status. */
  readonly requests: Map<number, { inc(): void }>;
}

/**
 * Counts the requests that reached the framework, by contract, route template, method and class of
 * status. All addresses without a route count as one route of their contract: labels never come
 * from what a caller sends.
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
      help: 'Requests answered, or broken off by the caller, by class of status',
      labelNames: ['contract', 'route', 'method', 'status'],
      registers,
    });
    this.#durations = new Histogram({
      name: 'ledger_http_request_duration_seconds',
      help: 'From the head of a request to the end of its answer',
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
   * Counts a request that was answered before it reached the framework; no other metric counts it.
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
   * Makes the counter of a class of status, such as 4xx, at the first answer of this class, so that
   * counters at 0 are not shown.
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
