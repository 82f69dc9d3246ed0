import { asError } from './as-error.js';
import { LedgerFault } from './ledger-fault.js';

/** The event store did not answer in time and nothing was asked of it that could have changed it (503). */
export class EventStoreUnavailable extends LedgerFault {
  readonly retryAfterSeconds = 1;

  constructor(cause: unknown) {
    super(`The event store does not answer: ${asError(cause).message}`, { cause });
  }
}
