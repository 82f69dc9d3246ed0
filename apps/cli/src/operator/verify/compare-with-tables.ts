import { readHistory, streamOf } from '#event-log';
import type { EventStore, RecordedEvent } from '#event-log';
import { errorText } from '#evidence';
import type { HistoriesReadTo, Finding } from '#evidence';
import type { TablesComparison } from '#read-models';

/** What a log that is verified is compared with. */
export interface Compared {
  readonly tables: TablesComparison;
  readonly eventStore: EventStore;
}

/**
 * Compares a part of the orders with the read model; every row that differs is a finding at the event that it comes from
 * if it says so, else at its order's last.
 */
export const compareWithTables =
  ({ tables, eventStore }: Compared) =>
  async ({ prefix, events, broken, readTo }: HistoriesReadTo): Promise<Finding[]> => {
    const unread: Finding[] = [];
    // An order that cannot be read again is a finding, and not compared.
    const leftOut = new Set(broken);
    const readAgain = (orderId: string): AsyncIterable<RecordedEvent> =>
      readable(readHistory(eventStore, orderId), (error) => {
        leftOut.add(orderId);
        const detail = `the order could not be read again: ${errorText(error)}`;
        unread.push({ kind: 'unreadable', stream: streamOf(orderId), detail });
      });
    const found = await tables.compare({ prefix, events, broken: leftOut, readTo, readAgain });
    const last = new Map(events.map((event) => [event.data.orderId, event]));
    const differing = found.map(({ owner: orderId, detail, position: from }): Finding => {
      const own = events.find(({ position }) => position === from);
      const event = own?.data.orderId === orderId ? own : last.get(orderId);
      const stream = streamOf(orderId);
      if (event === undefined) return { kind: 'read-model', stream, detail };
      const { revision, position } = event;
      return { kind: 'read-model', stream, revision, position, detail };
    });
    return [...unread, ...differing];
  };

async function* readable<Item>(
  items: AsyncIterable<Item>,
  onFailure: (error: unknown) => void,
): AsyncGenerator<Item, void> {
  try {
    yield* items;
  } catch (error) {
    onFailure(error);
  }
}
