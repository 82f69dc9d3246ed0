import { LedgerFault } from './ledger-fault.js';

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
