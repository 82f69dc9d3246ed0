import { createHmac } from 'node:crypto';
import type { ClientBase } from 'pg';
import { canonicalJson, type RegisteredCustomer, type SealedCustomer } from '#ledger';
import { decrypt, deriveKey, encrypt } from './encryption.js';
import type { PersonKey } from '../keys/wrapped-keys.js';

/** A postal address (ledger.md, "Customer"). */
export interface CustomerAddress {
  readonly line1?: string;
  readonly line2?: string;
  readonly careOf?: string;
  readonly postalCode?: string;
  readonly city?: string;
  readonly region?: string;
  /** ISO 3166-1, two capital letters. */
  readonly countryCode?: string;
}

/**
 * A buyer's personal data in plain text. They are never written to the service log, and the event
 * log contains them only encrypted.
 */
export interface Customer {
  /** The store's own number of the customer. */
  readonly reference?: string;
  readonly email?: string;
  readonly phone?: string;
  readonly firstName?: string;
  readonly lastName?: string;
  readonly company?: string;
  /** True if the customer has an account at the shop. */
  readonly registered?: boolean;
  readonly billingAddress?: CustomerAddress;
  readonly shippingAddress?: CustomerAddress;
}

/**
 * The length of a text is padded to a multiple of this number of bytes, so that the length of the
 * encrypted text reveals little.
 */
const paddedTo = 256;

/**
 * Binds the encrypted data to an order and a key, so that nobody can present them as the data of a
 * different order.
 */
const bound = (orderId: string, keyId: string): string => `customer of ${orderId} by ${keyId}`;

/**
 * Encrypts a customer for the log. The fingerprint shows whether a repeated registration has the
 * same customer data.
 */
export const sealCustomer = (
  key: PersonKey,
  orderId: string,
  customer: Customer,
): RegisteredCustomer => {
  const text = canonicalJson(customer);
  const sealed = encrypt(
    deriveKey(key.secret, 'encryption'),
    padded(text),
    bound(orderId, key.keyId),
  );
  return {
    keyId: key.keyId,
    sealed: sealed.toString('base64'),
    fingerprint: fingerprintOf(key, text),
  };
};

/**
 * Decrypts a customer; `undefined` if the data were encrypted with another key or for another
 * order, or were changed.
 */
export const openCustomer = (
  key: PersonKey,
  orderId: string,
  { keyId, sealed }: SealedCustomer,
): Customer | undefined => {
  const encrypted = Buffer.from(sealed, 'base64');
  const text = decrypt(deriveKey(key.secret, 'encryption'), encrypted, bound(orderId, keyId));
  return text === undefined ? undefined : (JSON.parse(text.toString('utf8')) as Customer);
};

/** Pads the text with spaces, because JSON allows spaces at the end. */
const padded = (text: string): Buffer => {
  const bytes = Buffer.byteLength(text);
  return Buffer.from(text + ' '.repeat(paddedTo - (bytes % paddedTo)));
};

/**
 * An HMAC under the person's key, which an erasure destroys. With a permanent key, somebody could
 * still test guessed customer data against the HMAC after the erasure (docs/decisions/0022).
 */
const fingerprintOf = (key: PersonKey, text: string): string =>
  createHmac('sha256', deriveKey(key.secret, 'fingerprint')).update(text).digest('hex');

export interface CustomerInLog {
  readonly orderId: string;
  readonly customer: SealedCustomer;
}

/** A customer read from the log: the plain data, or the reason why they cannot be read. */
export type OpenedCustomer =
  | { readonly kind: 'open'; readonly customer: Customer }
  /** The key was destroyed. */
  | { readonly kind: 'erased' }
  /**
   * The key exists, but cannot decrypt the data. Either they were changed, or they were encrypted
   * with a different key or for a different order.
   */
  | { readonly kind: 'unreadable' };

/** Reads keys of people; `PersonKeys` implements it. */
interface KeyReader {
  /** Reads the keys with these ids. Destroyed keys are missing in the result. */
  read(client: ClientBase, keyIds: readonly string[]): Promise<ReadonlyMap<string, PersonKey>>;
}

/** Decrypts customers of the log with the keys that are stored in the database. */
export class SealedCustomers {
  constructor(private readonly keys: KeyReader) {}

  /**
   * Decrypts the customers and returns them in the same order. A key counts as destroyed if the
   * transaction of `client` does not see it. Throws `PersonKeyUnreadable`.
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
