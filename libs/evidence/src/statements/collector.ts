import { isSettlementStream, settlementStreamOf } from '#event-log/offline';
import type { RecordedEvent } from '#event-log/offline';
import { hashedText, settlementLineOf } from '#ledger';
import type { LineHead } from '../lines/line-head.js';
import type { StreamCheck } from '../verification/stream-check.js';
import type { FoldedEvent } from '../verification/stream-fold.js';
import type { StatementEntries } from './statement-entries.js';

/** Told every event that was checked, and what it was folded to: keeps what statements are made from. */
export type CollectEntry = (
  head: LineHead,
  check: StreamCheck,
  event: FoldedEvent | undefined,
) => void;

export const entryCollector =
  (entries: StatementEntries): CollectEntry =>
  ({ stream, position, revision }, { order, content }, event) => {
    if (isSettlementStream(stream)) {
      // One that was changed says something nevertheless, which its lines do or do not come to.
      const said = event ?? content;
      if (said === undefined) return;
      const { type, data } = said;
      const body = JSON.stringify({ type, data });
      entries.add({ stream, position, revision, kind: 'event', body });
      return;
    }
    if (order === undefined || event === undefined) return;
    const line = settlementLineOf(order, event as RecordedEvent);
    if (line === undefined) return;
    const { storeId, currency } = order.balance;
    const taker = settlementStreamOf({ storeId, currency });
    entries.add({ stream: taker, position, revision, kind: 'line', body: hashedText(line) });
  };
