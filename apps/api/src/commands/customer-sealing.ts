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
   * The encrypted customer, as the event of this registration stores it. The key is durable when
   * this resolves. For a registration that will be refused no new key is stored. Throws what `pg`
   * throws, and `EventStoreUnavailable`.
   */
  async seal(command: RegisterOrderCommand, customer: Customer): Promise<RegisteredCustomer> {
    const { orderId } = command;
    const person = { storeId: command.data.storeId, orderId, customer };
    const found = await this.keys.find(this.pool, person);
    const key = found?.isNamed === true ? found : await this.keyFor(command, person);
    return sealCustomer(key, orderId, customer);
  }

  /**
   * The key for a person who is new or was erased, or whose address changed. It is stored only for
   * a new order that will be accepted. Any other registration is encrypted under the key that the
   * first registration of the order has stored, so that a repeat compares equal; if there is none,
   * under a temporary key, and it counts as other content.
   */
  private async keyFor(command: RegisterOrderCommand, person: Person): Promise<PersonKey> {
    const isRegistered = (await this.orders.load(command.orderId)) !== undefined;
    if (!isRegistered && decide(undefined, command).kind === 'accepted')
      return this.keys.make(this.pool, person);
    return (await this.keys.find(this.pool, person)) ?? makePersonKey();
  }
}
