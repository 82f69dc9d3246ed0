/**
 * A failure outside the domain, such as a lost connection. A command that is refused by a rule
 * returns a value. A fault, however, is thrown, and only the outermost layer catches it: the API
 * answers with the fault's HTTP status and `Retry-After`.
 */
export abstract class LedgerFault extends Error {
  /** The seconds after which the caller may try again, for `Retry-After`. */
  abstract readonly retryAfterSeconds: number;

  override get name(): string {
    return this.constructor.name;
  }
}

/** The event store did not answer in time, and nothing was written (503). */
export class EventStoreUnavailable extends LedgerFault {
  readonly retryAfterSeconds = 1;

  constructor(cause: unknown) {
    super(`The event store does not answer: ${asError(cause).message}`, { cause });
  }
}

/**
 * The event store refused an operation, and would refuse it again: access was denied, the stream is
 * deleted, or the append is too large (503). Nothing was written, and an operator has to act.
 */
export class EventStoreRefused extends LedgerFault {
  readonly retryAfterSeconds = 60;

  constructor(cause: unknown, message = `The event store refuses: ${asError(cause).message}`) {
    super(message, { cause });
  }
}

/** The text of the event node about a damaged record; it names file, offset and position. */
const damage = /The event log is damaged: [^]*/;

/**
 * The event node's text about a damaged record, taken from an error of the client; `undefined` if
 * the error has no such text.
 */
export const damageIn = ({ message }: Error): string | undefined => damage.exec(message)?.[0];

/**
 * A record of the log that is needed for the answer is damaged (503). Other records are not
 * affected. An operator has to restore the log (docs/event-node.md, "A start that is refused").
 */
export class EventLogDamaged extends EventStoreRefused {
  constructor(what: string, cause: unknown) {
    super(cause, what);
  }
}

/**
 * An append was sent, its answer was lost, and the stream could not be read to find out whether the
 * events were written (503). The caller can safely repeat the request with the same idempotency
 * key.
 */
export class OutcomeUnknown extends LedgerFault {
  readonly retryAfterSeconds = 1;

  constructor(cause: unknown) {
    super('The event store did not confirm whether the events were written.', { cause });
  }
}

/**
 * A bounded queue in front of the event store is full, or the operation has waited in it for too
 * long (503). Nothing was sent.
 */
export class TooManyWaiting extends LedgerFault {
  readonly retryAfterSeconds = 1;

  constructor(what: string) {
    super(`Too many calls are waiting: ${what}.`);
  }
}

/**
 * At each attempt, another process wrote to the order after this process had read it and before
 * this process could append (409). Nothing was written.
 */
export class TooManyConflicts extends LedgerFault {
  readonly retryAfterSeconds = 1;

  constructor(orderId: string) {
    super(`Order ${orderId} kept changing while this command was decided.`);
  }
}

/**
 * The events of a command are larger than the event store takes in one append (413). Nothing was
 * written. This error is not a `LedgerFault`, because a repetition would be too large again: the
 * caller has to ask for less.
 */
export class AppendTooLarge extends Error {
  override readonly name = 'AppendTooLarge';

  /** The size of the events and the limit, in bytes. */
  constructor(bytes: number, bytesMax: number) {
    super(`The events have ${bytes} bytes, but one append can have at most ${bytesMax}.`);
  }
}

export interface EventPlace {
  readonly streamId: string;
  readonly revision: number;
  readonly type: string;
}

/**
 * An event of the log that this version cannot read (409): its type or schema version is unknown,
 * its metadata are wrong, or it contradicts the events before it. The event is not skipped, because
 * the state without it would be wrong. Its stream counts as damaged until an operator repairs it or
 * a newer version reads it (docs/decisions/0030).
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
 * The event log is not the log that the read models were made from (503): events were lost, an
 * older log was restored, or it is the log of another ledger. Nothing is appended until an operator
 * confirms the log by a rebuild.
 */
export class LogMismatch extends LedgerFault {
  readonly retryAfterSeconds = 60;

  constructor(readonly difference: string) {
    super(
      `The event log is not the one that the read models were made from: ${difference}. Restore the right log. ` +
        'If this log is right, because an older log was restored, make the read models from it: ledger rebuild.',
    );
  }
}

/**
 * The answer needs more of the log than can be read while the caller waits (503). Reading goes on,
 * so a later request finds the answer.
 */
export class LogBeingRead extends LedgerFault {
  readonly retryAfterSeconds = 10;

  constructor(what: string) {
    super(`${what} is being computed from the log; try again.`);
  }
}

/**
 * The thrown value as an `Error`. JavaScript can throw any value, but nearly always it is an
 * `Error`.
 */
export const asError = (thrown: unknown): Error =>
  thrown instanceof Error ? thrown : new Error(String(thrown));
