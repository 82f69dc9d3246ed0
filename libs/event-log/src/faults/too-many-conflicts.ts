import { LedgerFault } from './ledger-fault.js';

/** Other processes kept changing the order between our reading and our appending (409). Nothing was written. */
export class TooManyConflicts extends LedgerFault {
  readonly retryAfterSeconds = 1;

  constructor(orderId: string) {
    super(`Order ${orderId} kept changing while this command was decided.`);
  }
}
