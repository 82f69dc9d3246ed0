import { Inject, Injectable } from '@nestjs/common';
import type { Pool } from 'pg';
import { actsFor, type Caller } from '#access';
import { type EventStore, type LoadedOrder, OrderRepository, readHistory } from '#event-log';
import { type OpenedCustomer, PersonKeys, SealedCustomers } from '#personal-data';
import { type OrderView, viewOf } from '#read-models';
import { LedgerState } from '../services/ledger-state.js';
import { eventStoreToken, poolToken } from '../services/service-tokens.js';

/**
 * Reads the customers of orders from the log and decrypts them, because the read model could lag. A
 * customer can be read right after the registration. After an erasure the key is gone, so the
 * customer cannot be decrypted any more.
 */
@Injectable()
export class OrderCustomers {
  private readonly sealed: SealedCustomers;

  constructor(
    @Inject(eventStoreToken) private readonly eventStore: Pick<EventStore, 'read'>,
    @Inject(poolToken) private readonly pool: Pool,
    keys: PersonKeys,
  ) {
    this.sealed = new SealedCustomers(keys);
  }

  /**
   * The customer of the order, or `undefined` if the order was registered without one. Throws
   * `PersonKeyUnreadable`.
   */
  async of(orderId: string): Promise<OpenedCustomer | undefined> {
    for await (const event of readHistory(this.eventStore, orderId, { pageSize: 1 })) {
      if (event.type !== 'OrderRegistered' || event.data.customer === undefined) return undefined;
      return this.#open({ orderId, customer: event.data.customer });
    }
    return undefined;
  }

  async #open(
    sealed: Parameters<SealedCustomers['open']>[1][number],
  ): Promise<OpenedCustomer | undefined> {
    const client = await this.pool.connect();
    try {
      const [opened] = await this.sealed.open(client, [sealed]);
      return opened;
    } finally {
      client.release();
    }
  }
}

const shown = (opened: OpenedCustomer | undefined): Pick<OrderView, 'customer'> => {
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
