import { asError } from './as-error.js';
import { LedgerFault } from './ledger-fault.js';

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
