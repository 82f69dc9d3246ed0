import { Inject, Injectable } from '@nestjs/common';
import type { Pool } from 'pg';
import { type EventStore, readHistory } from '#event-log';
import { type OpenedCustomer, PersonKeys, SealedCustomers } from '#personal-data';
import { eventStoreToken, poolToken } from '../services/service-tokens.js';

/**
 * The customers of orders, decrypted from the log: an order that was registered a moment ago has
 * its customer already, and an order whose customer was erased has none any more.
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

  /** Absent for an order that was registered without a customer. Throws `PersonKeyUnreadable`. */
  async of(orderId: string): Promise<OpenedCustomer | undefined> {
    for await (const event of readHistory(this.eventStore, orderId, { pageSize: 1 })) {
      if (event.type !== 'OrderRegistered' || event.data.customer === undefined) return undefined;
      return this.#open(orderId, event.data.customer);
    }
    return undefined;
  }

  async #open(
    orderId: string,
    customer: Parameters<SealedCustomers['open']>[1][number]['customer'],
  ): Promise<OpenedCustomer | undefined> {
    const client = await this.pool.connect();
    try {
      const [opened] = await this.sealed.open(client, [{ orderId, customer }]);
      return opened;
    } finally {
      client.release();
    }
  }
}
