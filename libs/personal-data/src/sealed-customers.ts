import type { ClientBase } from 'pg';
import type { SealedCustomer } from '#ledger';
import type { Customer } from './customer.js';
import type { PersonKeys } from './keys/person-keys.js';
import { openCustomer } from './sealing/seal-customer.js';

export interface CustomerInLog {
  readonly orderId: string;
  readonly customer: SealedCustomer;
}

/** What can be said of a customer in the log: the plain data, or why there are none. */
export type OpenedCustomer =
  | { readonly kind: 'open'; readonly customer: Customer }
  /** The key was destroyed. */
  | { readonly kind: 'erased' }
  /** There is a key, but the text is not one that was sealed with it for this order. */
  | { readonly kind: 'unreadable' };

/** Opens customers of the log for who may show them. */
export class SealedCustomers {
  constructor(private readonly keys: Pick<PersonKeys, 'read'>) {}

  /** In the order given. The keys are those that this client sees now. Throws `PersonKeyUnreadable`. */
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
