/** A request that the protocol does not allow. Its call is answered with INVALID_ARGUMENT. */
export class MalformedMessage extends Error {
  override readonly name = 'MalformedMessage';
}

/** The place of a fault in the log. */
interface DamagedPlace {
  readonly file: string;
  readonly offset: number;
  /** The position in the whole log, as clients see it. */
  readonly position: number;
}

/** The log holds bytes that cannot be what was written. */
export class LogDamaged extends Error {
  override readonly name = 'LogDamaged';

  constructor({ file, offset, position }: DamagedPlace, what: string) {
    super(
      `The event log is damaged: ${file} at offset ${offset} ` +
        `(position ${position} of the log): ${what}`,
    );
  }
}
