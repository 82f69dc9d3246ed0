import { LedgerFault } from './ledger-fault.js';

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
