/** The bytes are not the message that the protocol says; the caller answers INVALID_ARGUMENT. */
export class MalformedMessage extends Error {
  override readonly name = 'MalformedMessage';
}

/** The place of a fault in the log. */
export interface DamagedPlace {
  readonly file: string;
  readonly offset: number;
  /** Of the whole log, as clients are told it. */
  readonly position: number;
}

/** The log holds something that cannot be what was written: the node goes no further. */
export class LogDamaged extends Error {
  override readonly name = 'LogDamaged';

  constructor({ file, offset, position }: DamagedPlace, what: string) {
    super(
      `The event log is damaged: ${file} at offset ${offset} (position ${position} of the log): ${what}`,
    );
  }
}
