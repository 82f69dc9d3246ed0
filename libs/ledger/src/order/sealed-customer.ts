/**
 * The customer's data as the log has them: encrypted with a key of that person, which is stored
 * outside the log. After the key is destroyed nobody can read them, but the event and its hash stay
 * unchanged (docs/personal-data.md).
 */
export interface SealedCustomer {
  readonly keyId: string;
  /** Encrypted data, base64. */
  readonly sealed: string;
}

/** A customer in a registration command. */
export interface RegisteredCustomer extends SealedCustomer {
  /**
   * Hex. Equal for equal content under the same key. Repeats of a registration are compared by it,
   * because encrypting the same content twice gives two different texts.
   */
  readonly fingerprint: string;
}
