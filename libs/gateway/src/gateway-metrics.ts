import { Counter, Gauge, Histogram } from 'prom-client';
import type { Registry } from 'prom-client';
import type { Outcome } from './outcome.js';

export type BreakerState = 'closed' | 'half-open' | 'open';

export type CallName =
  | 'create-intent'
  | 'read-intent'
  | 'capture'
  | 'cancel'
  | 'confirm'
  | 'refund'
  | 'list-refunds'
  | 'create-customer'
  | 'update-customer'
  | 'read-customer'
  | 'connection-token';

const breakerValues: Readonly<Record<BreakerState, number>> = {
  closed: 0,
  'half-open': 0.5,
  open: 1,
};

/** The metrics of a process's calls to the card gateway (docs/metrics.md). */
export class GatewayMetrics {
  readonly #calls: Counter<'call' | 'outcome'>;
  readonly #attempts: Histogram<'call'>;
  #breaker: () => BreakerState = () => 'closed';

  constructor(registry: Registry) {
    const registers = [registry];
    this.#calls = new Counter({
      name: 'ledger_gateway_calls_total',
      help: 'Calls of the card gateway, by outcome',
      labelNames: ['call', 'outcome'],
      registers,
    });
    this.#attempts = new Histogram({
      name: 'ledger_gateway_attempt_duration_seconds',
      help: 'Time for one attempt of a call of the card gateway',
      labelNames: ['call'],
      buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 8],
      registers,
    });
    const state = (): number => breakerValues[this.#breaker()];
    new Gauge({
      name: 'ledger_gateway_breaker_open',
      help: 'Circuit breaker of the card gateway: 0 closed, 1 open, 0.5 while it is tried again',
      registers,
      collect() {
        this.set(state());
      },
    });
  }

  watchBreaker(state: () => BreakerState): void {
    this.#breaker = state;
  }

  countCall(call: CallName, outcome: Outcome<unknown>): void {
    const how = outcome.kind === 'unknown' ? outcome.doubt.reason : outcome.kind;
    this.#calls.inc({ call, outcome: how });
  }

  timeAttempt(call: CallName): () => void {
    return this.#attempts.startTimer({ call });
  }
}
