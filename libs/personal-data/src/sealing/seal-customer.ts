import { createHmac } from 'node:crypto';
import { canonicalJson } from '#ledger';
import type { RegisteredCustomer, SealedCustomer } from '#ledger';
import type { Customer } from '../customer.js';
import { decrypt, encrypt } from './aes-gcm.js';
import { deriveKey } from './derive-key.js';
import type { PersonKey } from './person-key.js';

/** The texts are filled up to a multiple of this, so that their length says little about what is in them. */
const paddedTo = 256;

/** A sealed text belongs to one order and one key: moved to another it cannot be opened. */
const bound = (orderId: string, keyId: string): string => `customer of ${orderId} by ${keyId}`;

/** The customer as the log holds it, and its print by which a repeated registration is told from another one. */
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
  return { keyId: key.keyId, sealed: sealed.toString('base64'), print: print(key, text) };
};

/** `undefined` if it was not sealed with this key for this order, or was changed since. */
export const openCustomer = (
  key: PersonKey,
  orderId: string,
  { keyId, sealed }: SealedCustomer,
): Customer | undefined => {
  const encrypted = Buffer.from(sealed, 'base64');
  const text = decrypt(deriveKey(key.secret, 'encryption'), encrypted, bound(orderId, keyId));
  return text === undefined ? undefined : (JSON.parse(text.toString('utf8')) as Customer);
};

/** JSON may end in blanks. */
const padded = (text: string): Buffer => {
  const bytes = Buffer.byteLength(text);
  return Buffer.from(text + ' '.repeat(paddedTo - (bytes % paddedTo)));
};

/**
 * Under the person's key rather than one that stays: with the latter, whoever holds it could try names until one fits,
 * also after the erasure (docs/decisions/0022).
 */
const print = (key: PersonKey, text: string): string =>
  createHmac('sha256', deriveKey(key.secret, 'fingerprint')).update(text).digest('hex');
