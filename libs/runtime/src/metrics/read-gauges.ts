import { Gauge } from 'prom-client';
import type { Registry } from 'prom-client';
import { withTimeoutOr } from '../async/timeout.js';

/** By metric name; a figure that is not known is left out. */
export type Figures = Readonly<Record<string, number | undefined>>;

/** By metric name: the help text. */
export type GaugeTexts = Readonly<Record<string, string>>;

const readMsMax = 3_000;

/**
 * Gauges that are read when somebody asks for the metrics, all of them from one reading. Where the reading fails or
 * takes too long they have no value: an alert can tell "absent" from any figure, but not an old figure from a new one.
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
