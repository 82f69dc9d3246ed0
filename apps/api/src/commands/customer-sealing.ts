import { Inject, Injectable } from '@nestjs/common';
import type { Pool } from 'pg';
import { OrderRepository } from '#event-log';
import { decide } from '#ledger';
import type { RegisteredCustomer, RegisterOrderCommand } from '#ledger';
import { makePersonKey, PersonKeys, sealCustomer } from '#personal-data';
import type { Customer, Person, PersonKey } from '#personal-data';
import { poolToken } from '../services/service-tokens.js';

/**
 * Encrypts the customer of a new order under a key that exists only for this person, so that
 * deleting the key erases the person (docs/personal-data.md).
 */
@Injectable()
export class CustomerSealing {
  constructor(
    @Inject(poolToken) private readonly pool: Pool,
    private readonly keys: PersonKeys,
    private readonly orders: OrderRepository,
  ) {}

  /**
   * The encrypted customer, in the form that the event of this registration stores. When the
   * promise resolves, the encryption key is stored durably. A registration that will be refused
   * does not store a new key.
   *
   * @throws what `pg` throws, and `EventStoreUnavailable`
   */
  async seal(command: RegisterOrderCommand, customer: Customer): Promise<RegisteredCustomer> {
    const { orderId } = command;
    const person = { storeId: command.data.storeId, orderId, customer };
    const found = await this.keys.find(this.pool, person);
    const key = found?.isNamed === true ? found : await this.keyFor(command, person);
    return sealCustomer(key, orderId, customer);
  }

  /**
   * The key for a person who has no key yet: a new or erased person, or one with another address.
   * If the order is new and will be accepted, a new key is stored. If the order exists, this call
   * repeats its registration. The customer must then be encrypted with the key that the first call
   * stored. Otherwise the repeat would be refused as a different request. If no key is found, a
   * temporary key is used, and the repeat counts as a different request.
   */
  private async keyFor(command: RegisterOrderCommand, person: Person): Promise<PersonKey> {
    const isRegistered = (await this.orders.load(command.orderId)) !== undefined;
    if (!isRegistered && decide(undefined, command).kind === 'accepted')
      return this.keys.make(this.pool, person);
    return (await this.keys.find(this.pool, person)) ?? makePersonKey();
  }
}
