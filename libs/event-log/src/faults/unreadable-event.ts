import { LedgerFault } from './ledger-fault.js';

export interface EventPlace {
  readonly streamId: string;
  readonly revision: number;
  readonly type: string;
}

/**
 * An event in the log that this version cannot read: a type or a schema version it does not know, or metadata that
 * is not ours (503). Never skipped, because a fold without it would be wrong. After a deployment that went back, the
 * newer version reads it again.
 */
export class UnreadableEvent extends LedgerFault {
  readonly retryAfterSeconds = 60;

  constructor(
    readonly place: EventPlace,
    readonly why: string,
  ) {
    super(`Event ${place.revision} (${place.type}) of ${place.streamId} is unreadable: ${why}.`);
  }
}
