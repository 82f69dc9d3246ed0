/**
 * A command's events are together larger than what the event store takes in one append. Nothing was written, and the
 * same command on the same order would be too large again: the caller has to ask for less (413). So it is no
 * `LedgerFault`, after which a repeat may succeed.
 */
export class AppendTooLarge extends Error {
  override readonly name = 'AppendTooLarge';

  /** Both in bytes. */
  constructor(bytes: number, bytesMax: number) {
    super(`The events have ${bytes} bytes; one append takes ${bytesMax}.`);
  }
}
