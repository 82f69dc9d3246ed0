/**
 * Something outside the domain went wrong. Thrown, never returned: a refused command is a value, a broken store is
 * not. Caught once at the edge and answered with the status each fault names and `Retry-After`.
 */
export abstract class LedgerFault extends Error {
  /** After how many seconds a caller may try again, for `Retry-After`. */
  abstract readonly retryAfterSeconds: number;

  override get name(): string {
    return this.constructor.name;
  }
}
