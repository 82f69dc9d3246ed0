import { Inject, Injectable } from '@nestjs/common';
import type { Pool } from 'pg';
import { OrderRepository } from '#event-log';
import { decide } from '#ledger';
import type { RegisteredCustomer, RegisterOrder } from '#ledger';
import { makePersonKey, PersonKeys, sealCustomer } from '#personal-data';
import type { Customer, Person } from '#personal-data';
import { poolToken } from '../parts/part-tokens.js';

/** Seals customers of registrations under the keys of the people they are (docs/personal-data.md). */
@Injectable()
export class CustomerSealing {
  constructor(
    @Inject(poolToken) private readonly pool: Pool,
    private readonly keys: PersonKeys,
    private readonly orders: OrderRepository,
  ) {}

  /**
   * The customer as the event of this registration may hold it. The key is durable when this resolves; where no event
   * can follow, none is kept. Throws what `pg` throws, and `EventStoreUnavailable`.
   */
  async seal(command: RegisterOrder, customer: Customer): Promise<RegisteredCustomer> {
    const { orderId } = command;
    const person = { storeId: command.data.storeId, orderId, customer };
    const key = (await this.keys.find(this.pool, person)) ?? (await this.newKey(command, person));
    return sealCustomer(key, orderId, customer);
  }

  /**
   * A person who is new, or was erased, gets a key only for an order that is new and would be accepted. Any other
   * registration is judged with a key that is thrown away: it compares as other content, and writes nothing.
   */
  private async newKey(command: RegisterOrder, person: Person) {
    const isRegistered = (await this.orders.load(command.orderId)) !== undefined;
    return isRegistered || decide(undefined, command).kind !== 'accepted'
      ? makePersonKey()
      : this.keys.make(this.pool, person);
  }
}
