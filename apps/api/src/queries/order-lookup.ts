import { Injectable } from '@nestjs/common';
import { actsFor, type Caller } from '#access';
import { LedgerIdentity } from '#event-log';
import { OrderQueries, type OrderView } from '#read-models';
import { LedgerState } from '../services/ledger-state.js';

/** An order from the read model, or the reason why the caller may not see it (domain.md, I8). */
export type FoundOrder =
  | { readonly kind: 'found'; readonly order: OrderView }
  | { readonly kind: 'not-found' }
  | { readonly kind: 'of-other-store' };

export interface OrderWanted {
  /** A UUID, lower case. */
  readonly orderId: string;
  /**
   * The orders that the contract knows. With `authorised`, an order that still waits for its
   * payment is answered as "not found".
   */
  readonly knownOrders: 'all' | 'authorised';
}

/** Finds orders for callers, by id. */
@Injectable()
export class OrderLookup {
  constructor(
    private readonly orders: OrderQueries,
    private readonly ledger: LedgerState,
  ) {}

  async find(caller: Caller, { orderId, knownOrders }: OrderWanted): Promise<FoundOrder> {
    const order = await this.orders.find(orderId);
    const isKnown = knownOrders === 'all' || order?.status !== 'Pending';
    if (order !== undefined && isKnown && !actsFor(caller, order.storeId))
      return { kind: 'of-other-store' };
    // An order with a damaged stream is refused. The read model may lack some of its captures, or
    // the whole order if the first event is damaged.
    try {
      await this.ledger.assertSound(orderId);
    } catch (error) {
      if ((await this.ledger.hiddenDamage(error, caller, orderId)) === undefined) throw error;
      return isKnown ? { kind: 'of-other-store' } : { kind: 'not-found' };
    }
    return order === undefined || !isKnown ? { kind: 'not-found' } : { kind: 'found', order };
  }
}

/**
 * Finds an order's id by its number in a store, for contracts whose callers do not know the
 * ledger's ids.
 */
@Injectable()
export class OrderNumbers {
  constructor(
    private readonly identity: LedgerIdentity,
    private readonly ledger: LedgerState,
  ) {}

  /**
   * The id of the order with this number, whether the order exists or not. The id is computed from
   * the store and the number, so no index is needed.
   */
  async orderIdOf(storeId: string, orderNumber: string): Promise<string> {
    // Order ids are derived from a random namespace, and an event in the log holds this namespace.
    // An error here is ignored, because the next line fails too if the log does not answer.
    await this.ledger.proved().catch(() => undefined);
    return (await this.identity.load()).of(storeId, orderNumber);
  }

  /**
   * Like `orderIdOf`, for a caller with exactly one store. For other callers the result is
   * `undefined`, because the store is not clear.
   */
  async orderIdFor({ stores }: Caller, orderNumber: string): Promise<string | undefined> {
    const [storeId, ...others] = stores;
    if (storeId === undefined || others.length > 0) return undefined;
    return this.orderIdOf(storeId, orderNumber);
  }
}
