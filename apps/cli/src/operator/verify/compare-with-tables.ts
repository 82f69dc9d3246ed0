import { readHistory, streamOf } from '#event-log';
import type { EventStore } from '#event-log';
import type { Finding, PartHistories } from '#evidence';
import type { TablesComparison } from '#read-models';

/** What a log that is verified is compared with. */
export interface Compared {
  readonly tables: TablesComparison;
  readonly eventStore: EventStore;
  /** Up to where the log was read. */
  readonly end: bigint;
}

/**
 * Compares a part of the orders with the read model; every row that differs is a finding at the event that it comes from
 * if it says so, else at its order's last.
 */
export const compareWithTables =
  ({ tables, eventStore, end }: Compared) =>
  async ({ prefix, events, broken }: PartHistories): Promise<Finding[]> => {
    const readAgain = (orderId: string) => readHistory(eventStore, orderId);
    const range = { prefix, events, broken, readTo: end, readAgain };
    const found = await tables.compare(range);
    if (found.length === 0) return [];
    const last = new Map(events.map((event) => [event.data.orderId, event]));
    return found.map(({ owner: orderId, detail, position: from }) => {
      const own = events.find(({ position }) => position === from);
      const event = own?.data.orderId === orderId ? own : last.get(orderId);
      const stream = streamOf(orderId);
      if (event === undefined) return { kind: 'read-model', stream, detail };
      const { revision, position } = event;
      return { kind: 'read-model', stream, revision, position, detail };
    });
  };
