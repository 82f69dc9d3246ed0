import { Inject, Injectable } from '@nestjs/common';
import type { Pool } from 'pg';
import { OrderRepository } from '#event-log';
import { decide } from '#ledger';
import type { RegisteredCustomer, RegisterOrderCommand } from '#ledger';
import { makePersonKey, PersonKeys, sealCustomer } from '#personal-data';
import type { Customer, Person, PersonKey } from '#personal-data';
import { poolToken } from '../services/service-tokens.js';

/** Encrypts the customer of a registration under the key of that person (docs/personal-data.md). */
@Injectable()
export class CustomerSealing {
  constructor(
    @Inject(poolToken) private readonly pool: Pool,
    private readonly keys: PersonKeys,
    private readonly orders: OrderRepository,
  ) {}

  /**
   * The encrypted customer, as the event of this registration stores it. The encryption key is
   * durable when the promise resolves. No new key is stored for a registration that will be
   * refused. Throws what `pg` throws, and `EventStoreUnavailable`.
   */
  async seal(command: RegisterOrderCommand, customer: Customer): Promise<RegisteredCustomer> {
    const { orderId } = command;
    const person = { storeId: command.data.storeId, orderId, customer };
    const found = await this.keys.find(this.pool, person);
    const key = found?.isNamed === true ? found : await this.keyFor(command, person);
    return sealCustomer(key, orderId, customer);
  }

  /**
   * The encryption key for a person who is new or was erased, or whose address changed. A new key
   * is stored only for a new order that will be accepted. A repeated registration uses the key that
   * the first registration of the order has stored, so that both compare as equal. In every other
   * case a temporary key is used, and a repeat under such a key compares as different.
   */
  private async keyFor(command: RegisterOrderCommand, person: Person): Promise<PersonKey> {
    const isRegistered = (await this.orders.load(command.orderId)) !== undefined;
    if (!isRegistered && decide(undefined, command).kind === 'accepted')
      return this.keys.make(this.pool, person);
    return (await this.keys.find(this.pool, person)) ?? makePersonKey();
  }
}
