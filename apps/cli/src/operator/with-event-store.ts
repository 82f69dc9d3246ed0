import { connectEventStore } from '#event-log';
import type { EventStore } from '#event-log';
import type { Settings } from '#runtime';
import { eventStoreUrlOf } from '../connections.js';

/** Runs an operator's task with a connection to the event store, closed afterwards. */
export const withEventStore = async <Result>(
  settings: Settings,
  task: (eventStore: EventStore) => Promise<Result>,
): Promise<Result> => {
  const eventStore = connectEventStore(eventStoreUrlOf(settings));
  try {
    return await task(eventStore);
  } finally {
    await eventStore.dispose();
  }
};
