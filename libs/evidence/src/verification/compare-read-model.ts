import { isSettlementStream } from '#event-log/offline';
import type { RecordedEvent } from '#event-log/offline';
import type { Finding } from '../findings/findings.js';
import { childPrefixes, partitionKey } from './log-partitions.js';
import type { StreamCheck } from './stream-check.js';
import type { Stages } from './verification.js';

/** Compares the read model with the log. An error that a method throws becomes a finding. */
export interface ReadModelComparison {
  readonly orders: (histories: HistoriesReadTo) => Promise<readonly Finding[]>;
  readonly settlements: (streams: SettlementStreams) => Promise<readonly Finding[]>;
}

/**
 * The event histories of some orders, to be compared with the read model. The orders come in groups
 * (partitions) by the first digits of their ids, because the whole log does not fit into memory.
 */
export interface OrderHistories {
  /**
   * The first hexadecimal digits of the ids of these orders. All orders of the log whose ids begin
   * with these digits are included.
   */
  readonly prefix: string;
  /** Events of the orders without findings. The events of one order are in sequence. */
  readonly events: readonly RecordedEvent[];
  /** Ids of the orders with findings. `events` does not contain the events of these orders. */
  readonly broken: ReadonlySet<string>;
}

/** Names of the settlement streams whose read model is compared with the log. */
export interface SettlementStreams {
  readonly whole: readonly string[];
  /** Streams with findings. All other streams are in `whole`. */
  readonly broken: readonly string[];
}

/** `readTo` is the position up to which the log was read. */
export type HistoriesReadTo = OrderHistories & { readonly readTo: bigint };

export const historiesOf = (
  prefix: string,
  streams: ReadonlyMap<string, StreamCheck>,
  folded: readonly RecordedEvent[],
): OrderHistories => {
  const broken = [...streams].filter(([, { isBroken }]) => isBroken).map(([stream]) => stream);
  const brokenStreams = new Set(broken);
  return {
    prefix,
    events: folded.filter(({ streamId }) => !brokenStreams.has(streamId)),
    broken: new Set(broken.map((stream) => stream.slice(stream.indexOf('-') + 1))),
  };
};

export const settlementsIn = (streams: ReadonlyMap<string, StreamCheck>): SettlementStreams => {
  const names = [...streams.keys()].filter(isSettlementStream);
  const isBroken = (name: string): boolean => streams.get(name)?.isBroken ?? false;
  return {
    whole: names.filter((name) => !isBroken(name)),
    broken: names.filter(isBroken),
  };
};

/**
 * After this number of failures in a row, the database counts as unreachable and is not queried
 * again.
 */
const failuresMax = 3;

/**
 * Turns an error of a comparison into a finding, so that the rest of the verification still runs.
 */
export class GuardedComparison implements ReadModelComparison {
  #failures = 0;

  constructor(
    private readonly comparison: ReadModelComparison,
    private readonly stages: Stages,
  ) {}

  readonly orders = (histories: HistoriesReadTo): Promise<readonly Finding[]> => {
    const { prefix } = histories;
    const which = prefix === '' ? 'of orders' : `of orders whose ids begin with ${prefix}`;
    return this.#guarded(`the read model ${which}`, () => this.comparison.orders(histories));
  };

  readonly settlements = (streams: SettlementStreams): Promise<readonly Finding[]> =>
    this.#guarded('the read model of settlements', () => this.comparison.settlements(streams));

  async #guarded(
    what: string,
    compare: () => Promise<readonly Finding[]>,
  ): Promise<readonly Finding[]> {
    if (this.#failures >= failuresMax) return [];
    this.#failures += 1;
    const more = this.#failures === failuresMax ? ' and everything compared after it' : '';
    return this.stages.run(
      { what: `${what}${more}`, kind: 'read-model', fallback: [] as readonly Finding[] },
      async () => {
        const found = await compare();
        this.#failures = 0;
        return found;
      },
    );
  }
}

type Compare = (histories: HistoriesReadTo) => Promise<readonly Finding[]>;

/**
 * Compares orders with the read model. One comparison reports only a limited number of differences.
 * So if all orders of a small log were compared at once (`prefix` is empty) and something was
 * wrong, the orders are compared again in 256 groups, by the first two digits of their ids.
 */
export const compareOrders = async (
  compare: Compare,
  histories: HistoriesReadTo,
): Promise<readonly Finding[]> => {
  const found = await compare(histories);
  const isAnswered = found.length === 0 && histories.broken.size === 0;
  return histories.prefix !== '' || isAnswered ? found : compareDivided(compare, histories);
};

const compareDivided = async (
  compare: Compare,
  { events, broken, readTo }: HistoriesReadTo,
): Promise<readonly Finding[]> => {
  const byPrefix = new Map<string, RecordedEvent[]>();
  for (const event of events) {
    const prefix = partitionKey(event.streamId, '');
    const own = byPrefix.get(prefix);
    if (own === undefined) byPrefix.set(prefix, [event]);
    else own.push(event);
  }
  const found: Finding[] = [];
  for (const prefix of childPrefixes) {
    found.push(...(await compare({ prefix, events: byPrefix.get(prefix) ?? [], broken, readTo })));
  }
  return found;
};
