import { Injectable } from '@nestjs/common';
import { Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { Lag, LogConsumer } from '#event-log';
import { withTimeout } from '#runtime';

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
      help: 'Time to apply a page of events to the read models',
      buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5],
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

type Watched = Pick<LogConsumer<never>, 'name' | 'lag'>;

const readMsMax = 3_000;

/**
 * Metrics of lag: the number and the age of the events that each consumer of the log still has to
 * handle. If a consumer's lag cannot be read, its metrics have no value.
 */
@Injectable()
export class ConsumerMetrics {
  readonly #consumers: Watched[] = [];
  #reading: Promise<void> | undefined;
  readonly #gauges: Readonly<Record<keyof Lag, Gauge>>;

  constructor(registry: Registry) {
    const collect = (): Promise<void> => this.#collect();
    const common = { labelNames: ['consumer'], registers: [registry], collect };
    this.#gauges = {
      events: new Gauge({
        name: 'ledger_consumer_lag_events',
        help: 'Events in the log that a consumer has not handled yet, up to 5000',
        ...common,
      }),
      seconds: new Gauge({
        name: 'ledger_consumer_lag_seconds',
        help: 'Age of the oldest event that a consumer has not handled yet, in seconds',
        ...common,
      }),
    };
  }

  watch(consumer: Watched): void {
    this.#consumers.push(consumer);
  }

  /** Both gauges are collected at the same time, so they share one reading of the lags. */
  #collect(): Promise<void> {
    this.#reading ??= Promise.all(this.#consumers.map((one) => this.#read(one)))
      .then(() => undefined)
      .finally(() => {
        this.#reading = undefined;
      });
    return this.#reading;
  }

  async #read(consumer: Watched): Promise<void> {
    const lag = await withTimeout(consumer.lag(), readMsMax, 'A lag').catch(() => undefined);
    for (const figure of ['events', 'seconds'] as const) {
      const gauge = this.#gauges[figure];
      if (lag === undefined) gauge.remove({ consumer: consumer.name });
      else gauge.set({ consumer: consumer.name }, lag[figure]);
    }
  }
}
