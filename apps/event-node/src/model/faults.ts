/**
 * Thrown for a request that the protocol does not allow. The call then ends with INVALID_ARGUMENT.
 */
export class MalformedMessage extends Error {
  override readonly name = 'MalformedMessage';
}

/** The place of damaged bytes in the log. */
interface DamagedPlace {
  readonly file: string;
  readonly offset: number;
  /**
   * The position in the whole log, as clients see it. In contrast, `offset` counts from the start
   * of the file.
   */
  readonly position: number;
}

/**
 * The log holds bytes that the node cannot have written: the disk failed, or somebody changed the
 * file.
 */
export class LogDamaged extends Error {
  override readonly name = 'LogDamaged';

  constructor({ file, offset, position }: DamagedPlace, what: string) {
    super(
      `The event log is damaged: ${file} at offset ${offset} ` +
        `(position ${position} of the log): ${what}`,
    );
  }
}
