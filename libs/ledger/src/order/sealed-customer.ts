/**
 * The customer's data as stored in the log: encrypted with a key of that person, which is stored
 * outside the log. After the key is destroyed nobody can read the data, but the event and its hash
 * stay unchanged (docs/personal-data.md).
 */
export interface SealedCustomer {
  readonly keyId: string;
  /** The encrypted data, in base64. */
  readonly sealed: string;
}

/** A customer in a registration command. */
export interface RegisteredCustomer extends SealedCustomer {
  /**
   * Hex; equal for equal content under the same key. Repeats of a registration are compared by this
   * fingerprint, because encrypting the same content twice gives two different texts.
   */
  readonly fingerprint: string;
}
