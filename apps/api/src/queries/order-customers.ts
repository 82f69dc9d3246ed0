import { Inject, Injectable } from '@nestjs/common';
import type { Pool } from 'pg';
import { type EventStore, readHistory } from '#event-log';
import { type OpenedCustomer, PersonKeys, SealedCustomers } from '#personal-data';
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
