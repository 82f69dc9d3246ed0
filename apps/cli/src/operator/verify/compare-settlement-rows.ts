import {
  EventStoreRefused,
  readSettlements,
  settlementStreamIn,
  settlementStreamOf,
} from '#event-log';
import type { RecordedSettlementEvent, SettlementStream } from '#event-log';
import { errorText } from '#evidence';
import type { Finding, SettlementStreams } from '#evidence';
import type { Compared } from './compare-with-tables.js';

/**
 * Compares the settlements that the log has, and those that the read model shows, row by row; one that differs is a
 * finding at its settlement's last event. A stream that is broken is a finding already.
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
                detail: `the event store does not give the stream: ${errorText(error)}`,
              }
            : {
                kind: 'read-model',
                stream,
                detail: `its rows could not be compared: ${errorText(error)}`,
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
