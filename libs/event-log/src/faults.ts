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

/** The event store did not answer in time and nothing was asked of it that could have changed it (503). */
export class EventStoreUnavailable extends LedgerFault {
  readonly retryAfterSeconds = 1;

  constructor(cause: unknown) {
    super(`The event store does not answer: ${asError(cause).message}`, { cause });
  }
}

/**
 * The event store refused an operation and would refuse it again: access denied, a deleted stream, an append above
 * its size limit (503). Nothing was written; an operator has to act.
 */
export class EventStoreRefused extends LedgerFault {
  readonly retryAfterSeconds = 60;

  constructor(cause: unknown, message = `The event store refuses: ${asError(cause).message}`) {
    super(message, { cause });
  }
}

/** The answer of our event node for a record that cannot be what was written; it names file, offset and position. */
const damage = /The event log is damaged: [^]*/;

/** The part of an error of the client that tells of a damaged record; undefined if it tells of something else. */
export const damageIn = ({ message }: Error): string | undefined => damage.exec(message)?.[0];

/**
 * A record that the answer needs is damaged (503). Nothing else is touched by it. An operator has to restore the log
 * (docs/event-node.md, "A start that is refused").
 */
export class EventLogDamaged extends EventStoreRefused {
  constructor(what: string, cause: unknown) {
    super(cause, what);
  }
}

/**
 * An append was sent, its answer was lost and the stream could not be read to find out (503). It may or may not have
 * been written; repeating the request under its idempotency key is safe.
 */
export class OutcomeUnknown extends LedgerFault {
  readonly retryAfterSeconds = 1;

  constructor(cause: unknown) {
    super('The event store did not confirm whether the events were written.', { cause });
  }
}

/** A bounded queue in front of the event store is full, or the wait in it took too long (503). Nothing was sent. */
export class TooManyWaiting extends LedgerFault {
  readonly retryAfterSeconds = 1;

  constructor(what: string) {
    super(`Too many are waiting: ${what}.`);
  }
}

/** Other processes kept changing the order between our reading and our appending (409). Nothing was written. */
export class TooManyConflicts extends LedgerFault {
  readonly retryAfterSeconds = 1;

  constructor(orderId: string) {
    super(`Order ${orderId} kept changing while this command was decided.`);
  }
}

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

export interface EventPlace {
  readonly streamId: string;
  readonly revision: number;
  readonly type: string;
}

/**
 * An event in the log that this version cannot read: a type or a schema version it does not know, metadata that is not
 * ours, or one that no history can have in this place (409). Never skipped, because a fold without it would be wrong; so its
 * stream is damaged until an operator has repaired it, or a newer version reads it (docs/decisions/0030).
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
 * The event log is not the one that the read models were made from (503): events were lost, an older log was restored, or it
 * is another ledger's. Nothing is appended to it until an operator has said, by a rebuild, that it is the right one.
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

/** What was asked for is made from so much of the log that it takes longer than the caller waits (503). It goes on. */
export class LogBeingRead extends LedgerFault {
  readonly retryAfterSeconds = 10;

  constructor(what: string) {
    super(`${what} is being made from the log; ask again.`);
  }
}

/** What was thrown, as the `Error` it nearly always is. */
export const asError = (thrown: unknown): Error =>
  thrown instanceof Error ? thrown : new Error(String(thrown));
