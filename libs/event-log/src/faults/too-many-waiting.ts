import { LedgerFault } from './ledger-fault.js';

/** A bounded queue in front of the event store is full, or the wait in it took too long (503). Nothing was sent. */
export class TooManyWaiting extends LedgerFault {
  readonly retryAfterSeconds = 1;

  constructor(what: string) {
    super(`Too many are waiting: ${what}.`);
  }
}
