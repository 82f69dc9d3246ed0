import { Injectable } from '@nestjs/common';
import { Gauge, Registry } from 'prom-client';
import type { Lag, LogConsumer } from '#event-log';
import { withTimeout } from '#runtime';

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
        help: 'How long the oldest of them has waited',
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
