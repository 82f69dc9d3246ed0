import { Injectable } from '@nestjs/common';
import { KeyDirectory } from '#access';
import type { OrderBalance } from '#ledger';
import { mentionsAkinon, withAkinonNumbers } from './akinon-numbers.js';

const kind = 'akinon';
const knownMs = 1_000;
const knownMax = 10_000;

interface Known {
  readonly isOne: boolean;
  readonly until: number;
}

/** Knows the stores that are sold through Akinon: those that somebody has a key of its for. */
@Injectable()
export class AkinonStores {
  readonly #known = new Map<string, Known>();

  constructor(private readonly keys: KeyDirectory) {}

  /** Asks the database; the answer of `has` may be a second old. */
  async hasNow(storeId: string): Promise<boolean> {
    const until = performance.now() + knownMs;
    const isOne = await this.keys.hasStore(storeId, kind);
    if (this.#known.size >= knownMax) this.#known.clear();
    this.#known.set(storeId, { isOne, until });
    return isOne;
  }

  async has(storeId: string): Promise<boolean> {
    const known = this.#known.get(storeId);
    return known !== undefined && performance.now() < known.until
      ? known.isOne
      : this.hasNow(storeId);
  }

  /**
   * The order with the numbers by which Akinon's callers know it, if it is for them. While the
   * database is away, that of an order that says nothing for Akinon itself is not known.
   */
  async numbered<Shown extends OrderBalance>(order: Shown): Promise<Shown> {
    const isForAkinon = mentionsAkinon(order) || (await this.has(order.storeId).catch(() => false));
    return isForAkinon ? withAkinonNumbers(order) : order;
  }

  /** Called where a key was made or revoked, so that this process shows it at once. */
  forget(): void {
    this.#known.clear();
  }
}
