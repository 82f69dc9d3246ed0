import { EventStoreDBClient, type ResolvedEvent } from '@eventstore/db-client';
import { collect } from './test-events.js';

/** The events of `$all`, read by a client of its own. */
export const readWholeLog = async (url: string): Promise<ResolvedEvent[]> => {
  const client = EventStoreDBClient.connectionString(url);
  const events = await collect(client.readAll());
  await client.dispose();
  return events;
};
