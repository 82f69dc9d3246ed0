import { Gauge } from 'prom-client';
import type { Registry } from 'prom-client';
import { withTimeoutOr } from '../async/waiting.js';

/** Values by metric name; `undefined` leaves a metric out. */
export type Figures = Readonly<Record<string, number | undefined>>;

/** Help texts by metric name. */
export type GaugeTexts = Readonly<Record<string, string>>;

const readMsMax = 3_000;

/**
 * Adds gauges whose values are read when the metrics are requested, by one call of `read` for all
 * of them. If the call fails or takes too long, the gauges have no value: an alert can recognise a
 * missing value, but not an outdated one.
 */
export const readGauges = <const Texts extends GaugeTexts>(
  registry: Registry,
  texts: Texts,
  read: () => MaybePromise<Readonly<Record<keyof Texts, number | undefined>>>,
): void => {
  let reading: Promise<Figures> | undefined;
  const shared = (): Promise<Figures> => {
    reading ??= inTime(read).finally(() => {
      reading = undefined;
    });
    return reading;
  };
  for (const [name, help] of Object.entries(texts)) {
    new Gauge({
      name,
      help,
      registers: [registry],
      async collect() {
        const value = (await shared())[name];
        if (value === undefined) this.remove();
        else this.set(value);
      },
    });
  }
};

type MaybePromise<Value> = Value | Promise<Value>;

const inTime = async (read: () => MaybePromise<Figures>): Promise<Figures> => {
  try {
    return await withTimeoutOr(Promise.resolve(read()), readMsMax, () => ({}));
  } catch {
    return {};
  }
};
