import { ledgerStreams } from '#event-log';
import type { EventStore } from '#event-log';

const pageSize = 1_000;
/** A worker that far behind has a longer way to go than a count helps with, and counting reads the events. */
export const lagCountedMax = 5_000;

/** How many events of the ledger stand in the log after a position; `lagCountedMax` stands for that many or more. */
export const lagInEvents = async (
  eventStore: Pick<EventStore, 'readLog'>,
  position: bigint,
): Promise<number> => {
  let after = position;
  let events = 0;
  for (let read = 0; read < lagCountedMax; read += pageSize) {
    const page = await eventStore.readLog({ after, eventsMax: pageSize });
    events += page.filter(({ streamId }) => ledgerStreams.includes(streamId)).length;
    const last = page.at(-1)?.position?.commit;
    // The event at `after` itself may be among those that were read.
    if (page.length < pageSize - 1 || last === undefined) return events;
    after = last;
  }
  return Math.min(events, lagCountedMax);
};
