/**
 * Who bought, as the log holds it: encrypted under a key of that person which is kept outside the log. Once the key is
 * destroyed nobody can read it any more, while the event and its hash stay as they are (docs/personal-data.md).
 */
export interface SealedCustomer {
  readonly keyId: string;
  /** Base64. */
  readonly sealed: string;
}

/** A customer on the way into the log. */
export interface RegisteredCustomer extends SealedCustomer {
  /**
   * The same for the same content under the same key. It stands for the content where two registrations are compared,
   * since encrypting the same twice gives two texts. Hex.
   */
  readonly print: string;
}
