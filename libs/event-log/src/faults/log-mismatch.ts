import { LedgerFault } from './ledger-fault.js';

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
