import { weightOfBalance, type Order } from '#ledger';
import type { LoadedOrder } from '../loaded-order.js';
import { NewestEntries } from './newest-entries.js';
import { NewestTexts } from './newest-texts.js';
import { PackedValues } from './packed-values.js';

export interface RecentOrdersLimits {
  /** Most orders that are kept as they are. */
  readonly liveOrdersMax: number;
  /**
   * Most rows, recorded rows, events and attributes of all live orders together, in units of about 0.5 kB of memory. The
   * order used last is kept however much it weighs: what one order can weigh is bounded by its own limits.
   */
  readonly liveWeightMax: number;
  /** Most bytes of all packed orders together. */
  readonly packedBytesMax: number;
}

/** An order heavier than this is read again rather than packed: it would take longer than others should wait. */
const packedWeightMax = 1_000;

/**
 * The folds of the orders used last, so that a command needs to read nothing: the very last ones as they are, those
 * before them as text, which takes a fifth of the memory and the garbage collector no time. Nothing here is trusted:
 * what is decided on an entry counts only if an append at the entry's revision succeeds (docs/decisions/0005).
 */
export class RecentOrders {
  readonly #live: NewestEntries<LoadedOrder>;
  readonly #packed: NewestTexts;
  readonly #packing = new PackedValues();

  constructor({ liveOrdersMax, liveWeightMax, packedBytesMax }: RecentOrdersLimits) {
    this.#live = new NewestEntries({
      entriesMax: liveOrdersMax,
      weightMax: liveWeightMax,
      weightOf,
      onDropped: (orderId, loaded, weight) => {
        if (weight <= packedWeightMax) this.#packed.put(orderId, this.#pack(loaded));
      },
    });
    this.#packed = new NewestTexts(packedBytesMax);
  }

  get(orderId: string): LoadedOrder | undefined {
    const live = this.#live.get(orderId);
    if (live !== undefined) return live;
    const packed = this.#packed.get(orderId);
    if (packed === undefined) return undefined;
    const loaded = this.#unpack(packed);
    this.keep(orderId, loaded);
    return loaded;
  }

  keep(orderId: string, loaded: LoadedOrder): void {
    this.#packed.remove(orderId);
    this.#live.put(orderId, loaded);
  }

  #pack({ order, revision, position, chain }: LoadedOrder): string {
    return this.#packing.pack([order, revision, position.toString(), chain]);
  }

  #unpack(text: string): LoadedOrder {
    const [order, revision, position, chain] = this.#packing.unpack(text) as [
      Order,
      number,
      string,
      string,
    ];
    return { order, revision, position: BigInt(position), chain };
  }
}

const weightOf = ({ order, revision }: LoadedOrder): number =>
  weightOfBalance(order.balance) +
  order.recordedRows +
  (order.reauthorizations?.pending?.rows.length ?? 0) +
  revision;
