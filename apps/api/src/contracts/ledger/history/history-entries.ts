import { actsFor, type Caller } from '#access';
import type { RecordedEvent } from '#event-log';
import { evolveBalance, type OrderBalance } from '#ledger';
import { orderNotFound } from '../problems/refuse-problem.js';
import { historyEntry, type HistoryEntry } from './history-entry.js';
import type { SettledLines } from '../settlements/settled-in.response.js';
import type { Plain } from '../../../contract-kit/plain.js';

/**
 * The entries of a history, one at a time: the sums after each event come from folding all before it. Only a caller of
 * the order's store sees any.
 *
 * @throws RefusedRequest 404 before the first entry, if there is none for this caller
 */
export async function* historyEntries(
  events: AsyncIterable<RecordedEvent>,
  caller: Caller,
  settled: SettledLines,
): AsyncGenerator<Plain<HistoryEntry>, void> {
  let balance: OrderBalance | undefined;
  for await (const event of events) {
    balance = evolveBalance(balance, event);
    if (!actsFor(caller, balance.storeId)) throw orderNotFound();
    yield historyEntry(event, balance, settled);
  }
  if (balance === undefined) throw orderNotFound();
}
