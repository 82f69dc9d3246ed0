import { Gauge } from 'prom-client';
import type { Registry } from 'prom-client';
import { withTimeoutOr } from '../async/timeout.js';

/** Figures by metric name; an unknown figure is left out. */
export type Figures = Readonly<Record<string, number | undefined>>;

/** Help texts by metric name. */
export type GaugeTexts = Readonly<Record<string, string>>;

const readMsMax = 3_000;

/**
 * Gauges that are read when the metrics are requested, all by one reading. If it fails or takes too
 * long they have no value: an alert can recognise an absent figure, but not an old one.
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
