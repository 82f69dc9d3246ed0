import { Injectable } from '@nestjs/common';
import { actsFor, type Caller } from '#access';
import { LedgerIdentity } from '#event-log';
import { OrderQueries, type OrderView } from '#read-models';
import { LedgerState } from '../services/ledger-state.js';

/**
 * An order as the read model shows it, or the reason why the caller does not get it (domain.md,
 * I8).
 */
export type FoundOrder =
  | { readonly kind: 'found'; readonly order: OrderView }
  | { readonly kind: 'not-found' }
  | { readonly kind: 'of-other-store' };

export interface OrderWanted {
  /** A UUID, lower case. */
  readonly orderId: string;
  /** `authorised`: for this contract an order that still waits for its payment does not exist. */
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
    // The read model may lack captures of a damaged order, or the whole order if its first event is
    // damaged. So a damaged order is refused here.
    try {
      await this.ledger.assertSound(orderId);
    } catch (error) {
      if ((await this.ledger.hiddenDamage(error, caller, orderId)) === undefined) throw error;
      return isKnown ? { kind: 'of-other-store' } : { kind: 'not-found' };
    }
    return order === undefined || !isKnown ? { kind: 'not-found' } : { kind: 'found', order };
  }
}

/** Finds orders by their number in a store, as contracts do that do not know the ledger's ids. */
@Injectable()
export class OrderNumbers {
  constructor(
    private readonly identity: LedgerIdentity,
    private readonly ledger: LedgerState,
  ) {}

  /**
   * The id that an order of this number has, or would have. The id is derived from the number
   * without a look into an index.
   */
  async orderIdOf(storeId: string, orderNumber: string): Promise<string> {
    // Order ids are derived from a namespace that comes from the log. An error here is ignored: if
    // the log does not answer, the next step fails.
    await this.ledger.proved().catch(() => undefined);
    return (await this.identity.load()).of(storeId, orderNumber);
  }

  /**
   * Like `orderIdOf`, in the only store of the caller; absent if the caller has none or several.
   */
  async orderIdFor({ stores }: Caller, orderNumber: string): Promise<string | undefined> {
    const [storeId, ...others] = stores;
    if (storeId === undefined || others.length > 0) return undefined;
    return this.orderIdOf(storeId, orderNumber);
  }
}
