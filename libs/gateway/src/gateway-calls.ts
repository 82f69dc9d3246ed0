import type Stripe from 'stripe';
import {
  BrokenCircuitError,
  circuitBreaker,
  type CircuitBreakerPolicy,
  CircuitState,
  ConsecutiveBreaker,
  ExponentialBackoff,
  handleType,
  handleWhen,
  type IPolicy,
  retry,
  wrap,
} from 'cockatiel';
import type { BreakerState, CallName, GatewayMetrics } from './gateway-metrics.js';
import { done, type Outcome, refused, unknown } from './outcome.js';
import { Doubtful, readAnswer, readError, RefusedByGateway } from './read-answer.js';

export interface CallLimits {
  /** Timeout in milliseconds, from the first byte of a request to the last byte of its answer. */
  readonly timeoutMs: number;
  /**
   * Largest number of attempts of one call under one idempotency key, the first attempt included.
   */
  readonly attemptsMax: number;
  /** The number of failures in a row after which the circuit breaker opens and nothing is sent. */
  readonly failuresMax: number;
  /**
   * The time in milliseconds for which the circuit breaker stays open: `openMsMin` the first time,
   * and later longer, up to `openMsMax`.
   */
  readonly openMsMin: number;
  readonly openMsMax: number;
  readonly connectionsMax: number;
}

export const defaultCallLimits: CallLimits = {
  timeoutMs: 8_000,
  attemptsMax: 3,
  failuresMax: 10,
  openMsMin: 500,
  openMsMax: 5_000,
  connectionsMax: 200,
};

/**
 * `isFinal` is true if the gateway has stored its answer and gives the same answer to every repeat
 * under the idempotency key.
 */
export type CallOutcome<Value> = Outcome<Value> & { readonly isFinal?: boolean };

type Request<Answer> = () => Promise<Stripe.Response<Answer>>;

/**
 * Sends requests with retries and a circuit breaker. The HTTP client limits the time of a request.
 */
export class GatewayCalls {
  readonly #metrics: GatewayMetrics | undefined;
  readonly #breaker: CircuitBreakerPolicy;
  readonly #policy: IPolicy;

  constructor(limits: CallLimits, metrics: GatewayMetrics | undefined) {
    this.#metrics = metrics;
    const isWorthwhile = (error: Error): boolean =>
      error instanceof Doubtful && !error.isFinal && error.reason !== 'key-used-otherwise';
    const retries = retry(handleWhen(isWorthwhile), {
      maxAttempts: limits.attemptsMax - 1,
      // The delays have decorrelated jitter, so that many callers do not retry at the same time.
      backoff: new ExponentialBackoff({ initialDelay: 100, maxDelay: 2_000 }),
    });
    this.#breaker = circuitBreaker(
      handleType(Doubtful, (error) => error.isOutage),
      {
        breaker: new ConsecutiveBreaker(limits.failuresMax),
        halfOpenAfter: new ExponentialBackoff({
          ...{ initialDelay: limits.openMsMin, maxDelay: limits.openMsMax },
        }),
      },
    );
    this.#policy = wrap(retries, this.#breaker);
    metrics?.watchBreaker(() => this.breaker);
  }

  get breaker(): BreakerState {
    const { state } = this.#breaker;
    if (state === CircuitState.Closed) return 'closed';
    return state === CircuitState.HalfOpen ? 'half-open' : 'open';
  }

  /** Sends a request with retries, under the same idempotency key at each attempt. */
  async call<Kind extends string, Answer extends { object: Kind }>(
    name: CallName,
    kind: Kind,
    request: Request<Answer>,
  ): Promise<CallOutcome<Answer>> {
    const outcome = await this.#outcomeOf(name, kind, request);
    this.#metrics?.countCall(name, outcome);
    return outcome;
  }

  async #outcomeOf<Kind extends string, Answer extends { object: Kind }>(
    name: CallName,
    kind: Kind,
    request: Request<Answer>,
  ): Promise<CallOutcome<Answer>> {
    try {
      return done(await this.#policy.execute(async () => this.#attempt(name, kind, request)));
    } catch (error) {
      if (error instanceof RefusedByGateway) return refused(error.refusal);
      if (error instanceof BrokenCircuitError) {
        return unknown('breaker-open', 'The gateway failed many times and is left alone.');
      }
      if (!(error instanceof Doubtful)) throw error;
      return { ...unknown(error.reason, error.message), isFinal: error.isFinal };
    }
  }

  async #attempt<Kind extends string, Answer extends { object: Kind }>(
    name: CallName,
    kind: Kind,
    request: Request<Answer>,
  ): Promise<Answer> {
    const stop = this.#metrics?.timeAttempt(name);
    try {
      return readAnswer(kind, await withoutTrace(request));
    } catch (error) {
      throw readError(error);
    } finally {
      stop?.();
    }
  }
}

/**
 * Sends a request without recording a stack trace. Stripe's client would record the caller's stack
 * trace for each request, in case an error occurs. Recording takes a sixth of the CPU time of a
 * call, and nobody reads the trace.
 */
const withoutTrace = <Value>(request: () => Promise<Value>): Promise<Value> => {
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit = 0;
  try {
    return request();
  } finally {
    Error.stackTraceLimit = stackTraceLimit;
  }
};

/**
 * The length of a span of time. All calls within one span use the same second idempotency key. A
 * call that failed under both keys fails until the next span, so a span is short.
 */
const spanMs = 10_000;

/**
 * Sends a request that only creates an object, such as a customer or an unconfirmed payment intent,
 * and moves no money. If the gateway answers 5xx, it gives the same answer to each repeat under the
 * same idempotency key for a day. So the request is sent again under a second key.
 *
 * Calls within the same span share the second key, so that together they create only one object.
 * If the second key fails too, a call in the next span uses a new one. If a failed request has
 * created an object after all, nobody uses that object.
 */
export const underFreshKeys = async <Value>(
  key: string,
  send: (key: string) => Promise<CallOutcome<Value>>,
  now: () => number = Date.now,
): Promise<CallOutcome<Value>> => {
  const outcome = await send(key);
  const isKeptFailure = outcome.kind === 'unknown' && outcome.isFinal === true;
  return isKeptFailure ? send(`${key}-${Math.floor(now() / spanMs)}`) : outcome;
};
