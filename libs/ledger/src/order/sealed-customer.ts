/**
 * The customer as stored in the log: encrypted under a key of that person which is kept outside the
 * log. After the key is destroyed it cannot be read any more, while the event and its hash stay as
 * they are (docs/personal-data.md).
 */
export interface SealedCustomer {
  readonly keyId: string;
  /** Base64. */
  readonly sealed: string;
}

/** A customer on the way into the log. */
export interface RegisteredCustomer extends SealedCustomer {
  /**
   * Hex. The same content under the same key has the same fingerprint. It replaces the content
   * where two registrations are compared, since encrypting the same content twice gives two texts.
   */
  readonly fingerprint: string;
}
