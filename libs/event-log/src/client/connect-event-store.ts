import { EventStoreDBClient } from '@eventstore/db-client';
import { EventStore } from './event-store.js';
import type { EventStoreOptions } from './event-store-options.js';
import { Reachability } from './reachability.js';
import { guardClient } from './guard-client.js';

/**
 * The event store at a connection string (`esdb://...`). Connects with the first operation. Make one per process: all
 * appends of a process share one table inside the client, whatever the number of clients.
 */
export const connectEventStore = (
  url: string,
  options: Partial<EventStoreOptions> = {},
): EventStore => {
  const reachability = new Reachability();
  const client = guardClient(EventStoreDBClient.connectionString(url), () => {
    reachability.doubt();
  });
  return new EventStore(client, reachability, options);
};
