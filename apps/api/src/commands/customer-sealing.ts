import { Inject, Injectable } from '@nestjs/common';
import type { Pool } from 'pg';
import { OrderRepository } from '#event-log';
import { decide } from '#ledger';
import type { RegisteredCustomer, RegisterOrderCommand } from '#ledger';
import { makePersonKey, PersonKeys, sealCustomer } from '#personal-data';
import type { Customer, Person, PersonKey } from '#personal-data';
import { poolToken } from '../services/service-tokens.js';

/**
 * Seals customers of registrations under the keys of the people they are (docs/personal-data.md).
 */
@Injectable()
export class CustomerSealing {
  constructor(
    @Inject(poolToken) private readonly pool: Pool,
    private readonly keys: PersonKeys,
    private readonly orders: OrderRepository,
  ) {}

  /**
   * The customer as the event of this registration may hold it. The key is durable when this
   * resolves; where no event can follow, none is kept. Throws what `pg` throws, and
   * `EventStoreUnavailable`.
   */
  async seal(command: RegisterOrderCommand, customer: Customer): Promise<RegisteredCustomer> {
    const { orderId } = command;
    const person = { storeId: command.data.storeId, orderId, customer };
    const found = await this.keys.find(this.pool, person);
    const key = found?.isNamed === true ? found : await this.keyFor(command, person);
    return sealCustomer(key, orderId, customer);
  }

  /**
   * A key for a new or erased person, or for another address, is stored only for a new order that
   * would be accepted. Any other registration writes nothing. It is compared with the person's key,
   * which a concurrent registration of the same order has made before; without a key it is sealed
   * under a temporary one and counts as other content.
   */
  private async keyFor(command: RegisterOrderCommand, person: Person): Promise<PersonKey> {
    const isRegistered = (await this.orders.load(command.orderId)) !== undefined;
    if (!isRegistered && decide(undefined, command).kind === 'accepted')
      return this.keys.make(this.pool, person);
    return (await this.keys.find(this.pool, person)) ?? makePersonKey();
  }
}
