import type { ClientBase } from 'pg';
import type { SealedCustomer } from '#ledger';
import { type Customer, openCustomer } from './sealing/seal-customer.js';
import type { PersonKeys } from './keys/person-keys.js';

export interface CustomerInLog {
  readonly orderId: string;
  readonly customer: SealedCustomer;
}

/** A customer of the log: the plain data, or the reason why there are none. */
export type OpenedCustomer =
  | { readonly kind: 'open'; readonly customer: Customer }
  /** The key was destroyed. */
  | { readonly kind: 'erased' }
  /** The key exists, but the text was not sealed with it for this order. */
  | { readonly kind: 'unreadable' };

/** Opens sealed customers of the log. */
export class SealedCustomers {
  constructor(private readonly keys: Pick<PersonKeys, 'read'>) {}

  /**
   * Returns the customers in the given order, by the keys that this client sees now. Throws
   * `PersonKeyUnreadable`.
   */
  async open(client: ClientBase, sealed: readonly CustomerInLog[]): Promise<OpenedCustomer[]> {
    if (sealed.length === 0) return [];
    const keyIds = new Set(sealed.map(({ customer }) => customer.keyId));
    const keys = await this.keys.read(client, [...keyIds]);
    return sealed.map(({ orderId, customer }) => {
      const key = keys.get(customer.keyId);
      if (key === undefined) return { kind: 'erased' };
      const opened = openCustomer(key, orderId, customer);
      return opened === undefined ? { kind: 'unreadable' } : { kind: 'open', customer: opened };
    });
  }
}
