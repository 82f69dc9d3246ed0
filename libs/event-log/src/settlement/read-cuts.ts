import type { EventStore } from '../client/event-store.js';
import { readSettlements } from './read-settlements.js';
import type { SettlementStream } from './settlement-stream-of.js';

/** A settlement as a stretch of the log: what its cut and the cut before it enclose. */
export interface SettlementCut extends SettlementStream {
  readonly settlementId: string;
  readonly number: number;
  /** Position of the cut before, exclusive; -1 for the first. */
  readonly after: bigint;
  /** Of its own cut. */
  readonly to: bigint;
}

/** The settlements of a store in a currency, as their stream has them: the oldest first. */
export const readCuts = async (
  eventStore: Pick<EventStore, 'read'>,
  stream: SettlementStream,
): Promise<SettlementCut[]> => {
  const cuts: SettlementCut[] = [];
  const { storeId, currency } = stream;
  for await (const { type, data, position } of readSettlements(eventStore, stream)) {
    if (type !== 'SettlementClosed') continue;
    const { settlementId, number } = data;
    const after = cuts.at(-1)?.to ?? -1n;
    cuts.push({ storeId, currency, settlementId, number, after, to: position });
  }
  return cuts;
};
