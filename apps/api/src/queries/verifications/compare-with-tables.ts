import type { Client, Pool } from 'pg';
import {
  type EventStore,
  EventStoreRefused,
  readHistory,
  readSettlements,
  type RecordedEvent,
  type RecordedSettlementEvent,
  type SettlementStream,
  settlementStreamIn,
  settlementStreamOf,
  streamOf,
} from '#event-log';
import { errorText, type Finding, type HistoriesReadTo, type SettlementStreams } from '#evidence';
import { type PersonKeys, SealedCustomers } from '#personal-data';
import type { TablesComparison } from '#read-models';

/** The read model to compare with the log, and the event store to read orders again from. */
export interface Compared {
  readonly tables: TablesComparison;
  readonly eventStore: EventStore;
}

/**
 * Compares one part of the orders with the read model. Each row that differs becomes a finding. The
 * finding names the event that the row came from, or the last event of the order if that event is
 * unknown.
 */
export const compareWithTables =
  ({ tables, eventStore }: Compared) =>
  async ({ prefix, events, broken, readTo }: HistoriesReadTo): Promise<Finding[]> => {
    const unread: Finding[] = [];
    // An order that cannot be read has a finding already, so its rows are not compared.
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

/**
 * Compares the settlements in the log with the rows of the read model. A row that differs becomes a
 * finding, which names the last event of the settlement. A damaged stream has a finding already, so
 * its rows are not compared.
 */
export const compareSettlementRows =
  ({ tables, eventStore }: Compared) =>
  async ({ whole, broken }: SettlementStreams): Promise<Finding[]> => {
    const shown = await tables.settlementsShown();
    const wanted = new Map(
      [...whole.map(settlementStreamIn), ...shown].map((of) => [settlementStreamOf(of), of]),
    );
    const found: Finding[] = [];
    for (const [stream, of] of wanted) {
      if (broken.includes(stream)) continue;
      try {
        found.push(...(await differing(of, { tables, eventStore })));
      } catch (error) {
        found.push(
          error instanceof EventStoreRefused
            ? {
                kind: 'hidden',
                stream,
                detail: `the event store does not return the stream: ${errorText(error)}`,
              }
            : {
                kind: 'read-model',
                stream,
                detail: `the rows of the order could not be compared: ${errorText(error)}`,
              },
        );
      }
    }
    return found;
  };

const differing = async (
  of: SettlementStream,
  { tables, eventStore }: Compared,
): Promise<Finding[]> => {
  const stream = settlementStreamOf(of);
  const last = new Map<string, RecordedSettlementEvent>();
  const read = () => remembered(readSettlements(eventStore, of), last);
  const rows = await tables.compareSettlements({ ...of, read });
  return rows.map(({ owner, detail }) => {
    const event = last.get(owner);
    if (event === undefined) return { kind: 'read-model', stream, detail };
    const { revision, position } = event;
    return { kind: 'read-model', stream, revision, position, detail };
  });
};

async function* remembered(
  events: AsyncIterable<RecordedSettlementEvent>,
  last: Map<string, RecordedSettlementEvent>,
): AsyncGenerator<RecordedSettlementEvent, void> {
  for await (const event of events) {
    last.set(event.data.settlementId, event);
    yield event;
  }
}

/**
 * The keys that decrypt customers. Rows with customers can only be compared with these keys. If
 * this process has another LEDGER_SECRET_KEY than the database, the result is `undefined`, and only
 * rows without customers are compared (docs/audit.md).
 */
export const comparableCustomers = async (
  keys: PersonKeys,
  client: Client | Pool,
): Promise<SealedCustomers | undefined> =>
  (await keys.isForeign(client)) ? undefined : new SealedCustomers(keys);
