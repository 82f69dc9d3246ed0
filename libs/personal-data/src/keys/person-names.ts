import { createHmac } from 'node:crypto';
import { canonicalJson } from '#ledger';
import type { Customer } from '../customer.js';

/** What a person goes by within a store. */
type Name = readonly ['reference' | 'email' | 'order', string];

export interface Person {
  readonly storeId: string;
  readonly orderId: string;
  readonly customer: Pick<Customer, 'reference' | 'email'>;
}

/** An address without regard to case: providers tell no two apart by it. */
const emailName = (email: string): Name => ['email', email.normalize('NFC').toLowerCase()];
const referenceName = (reference: string): Name => ['reference', reference.normalize('NFC')];

/**
 * Tells people apart without saying who they are: names as HMACs. Without the key, which is derived from
 * LEDGER_SECRET_KEY, nobody can try addresses against them.
 */
export class PersonNames {
  constructor(private readonly key: Uint8Array) {}

  /**
   * Whose key an order's customer is sealed under: the reference's, without one the e-mail address's, without either the
   * order's own.
   */
  identity({ storeId, orderId, customer: { reference, email } }: Person): Buffer {
    if (reference !== undefined) return this.hashed(storeId, referenceName(reference));
    if (email !== undefined) return this.hashed(storeId, emailName(email));
    return this.ofOrder(storeId, orderId);
  }

  /** The address that a person with a reference is found by as well. */
  furtherEmail({ storeId, customer: { reference, email } }: Person): Buffer | null {
    if (reference === undefined || email === undefined) return null;
    return this.ofEmail(storeId, email);
  }

  ofReference(storeId: string, reference: string): Buffer {
    return this.hashed(storeId, referenceName(reference));
  }

  ofEmail(storeId: string, email: string): Buffer {
    return this.hashed(storeId, emailName(email));
  }

  ofOrder(storeId: string, orderId: string): Buffer {
    return this.hashed(storeId, ['order', orderId]);
  }

  private hashed(storeId: string, name: Name): Buffer {
    return createHmac('sha256', this.key)
      .update(canonicalJson([storeId, ...name]))
      .digest();
  }
}
