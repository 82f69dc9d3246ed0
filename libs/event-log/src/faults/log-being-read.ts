import { LedgerFault } from './ledger-fault.js';

/** What was asked for is made from so much of the log that it takes longer than the caller waits (503). It goes on. */
export class LogBeingRead extends LedgerFault {
  readonly retryAfterSeconds = 10;

  constructor(what: string) {
    super(`${what} is being made from the log; ask again.`);
  }
}
