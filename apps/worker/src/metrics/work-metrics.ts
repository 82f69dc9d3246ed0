import { Injectable } from '@nestjs/common';
import { Counter, Histogram, Registry } from 'prom-client';

const pageSecondsUpTo = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5];

/**
 * Metrics of the work that was done: the events applied to the read models, and the attempts to
 * deliver webhooks.
 */
@Injectable()
export class WorkMetrics {
  readonly #events;
  readonly #pages;
  readonly #attempts;

  constructor(registry: Registry) {
    const registers = [registry];
    this.#events = new Counter({
      name: 'ledger_projected_events_total',
      help: 'Events applied to the read models',
      registers,
    });
    this.#pages = new Histogram({
      name: 'ledger_projection_page_duration_seconds',
      help: 'What a page of events takes to be applied',
      buckets: pageSecondsUpTo,
      registers,
    });
    this.#attempts = new Counter({
      name: 'ledger_webhook_attempts_total',
      help: 'Attempts to deliver a webhook, by outcome',
      labelNames: ['outcome'],
      registers,
    });
  }

  projected(events: number, seconds: number): void {
    this.#events.inc(events);
    this.#pages.observe(seconds);
  }

  attempted(outcome: 'delivered' | 'refused' | 'failed' | 'broken-off'): void {
    this.#attempts.inc({ outcome });
  }
}
