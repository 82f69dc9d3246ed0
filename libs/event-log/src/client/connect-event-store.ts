import { EventStoreDBClient } from '@eventstore/db-client';
import { EventStore } from './event-store.js';
import type { EventStoreOptions } from './event-store-options.js';
import { guardClient } from './guard-client.js';

/**
 * The event store at a connection string (`esdb://...`). Connects with the first operation. Make one per process: all
 * appends of a process share one table inside the client, whatever the number of clients.
 */
export const connectEventStore = (
  url: string,
  options: Partial<EventStoreOptions> = {},
): EventStore => new EventStore(guardClient(EventStoreDBClient.connectionString(url)), options);
