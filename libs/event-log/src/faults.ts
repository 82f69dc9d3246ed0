/**
 * A failure outside the domain. It is thrown, never returned: a refused command is a value, a
 * broken store is not. It is caught once, at the edge, and answered with the status of the fault
 * and `Retry-After`.
 */
export abstract class LedgerFault extends Error {
  /** After how many seconds a caller may try again, for `Retry-After`. */
  abstract readonly retryAfterSeconds: number;

  override get name(): string {
    return this.constructor.name;
  }
}

/**
 * The event store did not answer in time, and nothing was sent that could have changed it (503).
 */
export class EventStoreUnavailable extends LedgerFault {
  readonly retryAfterSeconds = 1;

  constructor(cause: unknown) {
    super(`The event store does not answer: ${asError(cause).message}`, { cause });
  }
}

/**
 * The event store refused an operation and would refuse it again: access denied, a deleted stream,
 * an append above its size limit (503). Nothing was written; an operator has to act.
 */
export class EventStoreRefused extends LedgerFault {
  readonly retryAfterSeconds = 60;

  constructor(cause: unknown, message = `The event store refuses: ${asError(cause).message}`) {
    super(message, { cause });
  }
}

/** The event node's answer for a damaged record; it names file, offset and position. */
const damage = /The event log is damaged: [^]*/;

/** The part of a client error that describes a damaged record; undefined in other errors. */
export const damageIn = ({ message }: Error): string | undefined => damage.exec(message)?.[0];

/**
 * A record that the answer needs is damaged (503). Other records are not affected. An operator has
 * to restore the log (docs/event-node.md, "A start that is refused").
 */
export class EventLogDamaged extends EventStoreRefused {
  constructor(what: string, cause: unknown) {
    super(cause, what);
  }
}

/**
 * An append was sent, its answer was lost and the stream could not be read to find out (503). It
 * may or may not have been written; repeating the request under its idempotency key is safe.
 */
export class OutcomeUnknown extends LedgerFault {
  readonly retryAfterSeconds = 1;

  constructor(cause: unknown) {
    super('The event store did not confirm whether the events were written.', { cause });
  }
}

/**
 * A bounded queue in front of the event store is full, or the wait in it took too long (503).
 * Nothing was sent.
 */
export class TooManyWaiting extends LedgerFault {
  readonly retryAfterSeconds = 1;

  constructor(what: string) {
    super(`Too many are waiting: ${what}.`);
  }
}

/**
 * Other processes kept changing the order between reading and appending (409). Nothing was written.
 */
export class TooManyConflicts extends LedgerFault {
  readonly retryAfterSeconds = 1;

  constructor(orderId: string) {
    super(`Order ${orderId} kept changing while this command was decided.`);
  }
}

/**
 * The events of a command are together larger than the event store takes in one append (413).
 * Nothing was written, and the same command on the same order would be too large again: the caller
 * has to ask for less. It is not a `LedgerFault`, because repeating does not help.
 */
export class AppendTooLarge extends Error {
  override readonly name = 'AppendTooLarge';

  /** The size of the events and the limit, in bytes. */
  constructor(bytes: number, bytesMax: number) {
    super(`The events have ${bytes} bytes; one append takes ${bytesMax}.`);
  }
}

export interface EventPlace {
  readonly streamId: string;
  readonly revision: number;
  readonly type: string;
}

/**
 * An event in the log that this version cannot read (409): of an unknown type or schema version,
 * with wrong metadata, or one that cannot follow the events before it. It is never skipped, because
 * a fold without it would be wrong. Its stream is damaged until an operator repairs it or a newer
 * version reads it (docs/decisions/0030).
 */
export class UnreadableEvent extends LedgerFault {
  readonly retryAfterSeconds = 3_600;

  constructor(
    readonly place: EventPlace,
    readonly why: string,
  ) {
    super(`Event ${place.revision} (${place.type}) of ${place.streamId} is unreadable: ${why}.`);
  }
}

/**
 * The event log is not the one that the read models were made from (503): events were lost, an
 * older log was restored, or it is the log of another ledger. Nothing is appended to it until an
 * operator confirms it by a rebuild.
 */
export class LogMismatch extends LedgerFault {
  readonly retryAfterSeconds = 60;

  constructor(readonly difference: string) {
    super(
      `The event log is not the one that the read models were made from: ${difference}. Restore the right log, ` +
        'or, if this one is right, because an older one was restored, make the read models from it: ledger rebuild.',
    );
  }
}

/**
 * The answer needs more of the log than can be read while the caller waits (503). The reading goes
 * on.
 */
export class LogBeingRead extends LedgerFault {
  readonly retryAfterSeconds = 10;

  constructor(what: string) {
    super(`${what} is being made from the log; ask again.`);
  }
}

/** The thrown value as an `Error`, which it nearly always is. */
export const asError = (thrown: unknown): Error =>
  thrown instanceof Error ? thrown : new Error(String(thrown));
