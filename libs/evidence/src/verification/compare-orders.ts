import type { RecordedEvent } from '#event-log/offline';
import type { Finding } from '../findings/finding.js';
import type { OrderHistories } from './check-part.js';
import { childPrefixes, partitionKey } from './part-key.js';

/** Histories, and up to where the log was read for them. */
export type HistoriesReadTo = OrderHistories & { readonly readTo: bigint };

type Compare = (histories: HistoriesReadTo) => Promise<readonly Finding[]>;

/**
 * Compares all orders of a log that was not divided at once, which is enough where nothing differs. Where something
 * does, or may be hidden behind orders that are left out, they are compared in the ranges of a divided log: a comparison
 * names a bounded number of rows of each range.
 */
export const compareOrders = async (
  compare: Compare,
  histories: HistoriesReadTo,
): Promise<readonly Finding[]> => {
  const found = await compare(histories);
  const isAnswered = found.length === 0 && histories.broken.size === 0;
  return histories.prefix !== '' || isAnswered ? found : compareDivided(compare, histories);
};

const compareDivided = async (
  compare: Compare,
  { events, broken, readTo }: HistoriesReadTo,
): Promise<readonly Finding[]> => {
  const byPrefix = new Map<string, RecordedEvent[]>();
  for (const event of events) {
    const prefix = partitionKey(event.streamId, '');
    const own = byPrefix.get(prefix);
    if (own === undefined) byPrefix.set(prefix, [event]);
    else own.push(event);
  }
  const found: Finding[] = [];
  for (const prefix of childPrefixes) {
    found.push(...(await compare({ prefix, events: byPrefix.get(prefix) ?? [], broken, readTo })));
  }
  return found;
};
