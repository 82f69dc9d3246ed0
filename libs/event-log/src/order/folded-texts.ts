import { orderFromText, orderText } from '#ledger';
import type { LoadedOrder } from './loaded-order.js';

interface FoldedText extends Omit<LoadedOrder, 'order'> {
  readonly order: string;
}

/** What an entry takes besides its text: key, hash link, object and place in the table, in bytes. */
const entryBytes = 400;

/**
 * Folds kept as text: a few hundred bytes of one string where the fold itself is thirty objects, so that a hundred
 * thousand orders fit and the garbage collector passes them over. The oldest give way to a limit in bytes.
 */
export class FoldedTexts {
  readonly #texts = new Map<string, FoldedText>();
  #bytes = 0;

  constructor(private readonly bytesMax: number) {}

  get size(): number {
    return this.#texts.size;
  }

  put(orderId: string, loaded: LoadedOrder): void {
    this.drop(orderId);
    const text = { ...loaded, order: orderText(loaded.order) };
    this.#texts.set(orderId, text);
    this.#bytes += bytesOf(text);
    for (const oldest of this.#texts.keys()) {
      if (this.#bytes <= this.bytesMax) return;
      this.drop(oldest);
    }
  }

  get(orderId: string): LoadedOrder | undefined {
    const text = this.#texts.get(orderId);
    return text === undefined ? undefined : { ...text, order: orderFromText(text.order) };
  }

  drop(orderId: string): void {
    const dropped = this.#texts.get(orderId);
    if (dropped === undefined) return;
    this.#texts.delete(orderId);
    this.#bytes -= bytesOf(dropped);
  }
}

/** A string takes one byte for a character, or two if there is one beyond Latin-1: two are counted where it is unknown. */
const bytesOf = ({ order }: FoldedText): number =>
  entryBytes + (beyondLatin1.test(order) ? 2 * order.length : order.length);

const beyondLatin1 = /[^\0-\xff]/;
