import { Injectable } from '@nestjs/common';
import { actsFor } from '#access';
import type { Caller } from '#access';
import { type LoadedOrder, OrderRepository } from '#event-log';
import type { OpenedCustomer } from '#personal-data';
import { viewOf } from '#read-models';
import type { OrderView } from '#read-models';
import { LedgerState } from '../services/ledger-state.js';
import { OrderCustomers } from './order-customers.js';

type Shown = Pick<OrderView, 'customer'>;

const shown = (opened: OpenedCustomer | undefined): Shown => {
  if (opened === undefined) return {};
  return opened.kind === 'open'
    ? { customer: { erased: false, customer: opened.customer } }
    : { customer: { erased: true } };
};

/**
 * Reads single orders and their customers from the log and not from the read model. So an answer
 * always shows the effect of a command that was answered before.
 */
@Injectable()
export class LoggedOrders {
  constructor(
    private readonly repository: OrderRepository,
    private readonly customers: OrderCustomers,
    private readonly ledger: LedgerState,
  ) {}

  /**
   * The order, or `undefined` if the order does not exist or belongs to a store of another client.
   */
  async find(caller: Caller, orderId: string): Promise<OrderView | undefined> {
    const loaded = await this.#load(caller, orderId);
    if (loaded === undefined) return undefined;
    const customer = shown(await this.customers.of(orderId));
    return { ...viewOf(loaded.order, loaded.position), ...customer };
  }

  /**
   * Reads the order again from the log, but keeps the customer of the first read, which need not be
   * decrypted twice.
   */
  async again(caller: Caller, { orderId, customer }: OrderView): Promise<OrderView | undefined> {
    const loaded = await this.#load(caller, orderId);
    return loaded && { ...viewOf(loaded.order, loaded.position), ...(customer && { customer }) };
  }

  async #load(caller: Caller, orderId: string): Promise<LoadedOrder | undefined> {
    try {
      await this.ledger.assertSound(orderId);
      const loaded = await this.repository.load(orderId);
      return loaded && actsFor(caller, loaded.order.balance.storeId) ? loaded : undefined;
    } catch (error) {
      if ((await this.ledger.hiddenDamage(error, caller, orderId)) === undefined) throw error;
      return undefined;
    }
  }
}
