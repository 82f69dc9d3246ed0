import type { Caller } from '#access';
import { readHistory } from '#event-log';
import type { EventStore, RecordedEvent } from '#event-log';
import type { LedgerState } from '../../../services/ledger-state.js';
import { orderNotFound } from '../problems/refuse-problem.js';

export interface HistorySources {
  readonly eventStore: Pick<EventStore, 'read'>;
  readonly ledger: Pick<LedgerState, 'hiddenDamage'>;
}

/**
 * An order's events from the log. The reader looks at each event for whose order it is; only where none can be read that
 * would tell, this does.
 *
 * @throws RefusedRequest 404 for a damaged order of another store
 */
export async function* ownHistory(
  { eventStore, ledger }: HistorySources,
  caller: Caller,
  orderId: string,
): AsyncGenerator<RecordedEvent, void> {
  try {
    yield* readHistory(eventStore, orderId);
  } catch (error) {
    if ((await ledger.hiddenDamage(error, caller, orderId)) !== undefined) throw orderNotFound();
    throw error;
  }
}
