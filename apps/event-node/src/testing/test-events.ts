import { randomUUID } from 'node:crypto';
import {
  EventStoreDBClient,
  jsonEvent,
  type JSONEventData,
  type ResolvedEvent,
} from '@eventstore/db-client';

/** Returns `count` events with the data `{ number }`, where the first number is `first`. */
export const numberedEvents = (count: number, type = 'Counted', first = 0): JSONEventData[] =>
  Array.from({ length: count }, (_, index) =>
    jsonEvent({ id: randomUUID(), type, data: { number: first + index } }),
  );

export const oneEvent = (type = 'Counted'): JSONEventData =>
  jsonEvent({ id: randomUUID(), type, data: { number: 0 } });

/** A random stream name. */
export const newStream = (): string => `stream-${randomUUID()}`;

export const collect = async (read: AsyncIterable<ResolvedEvent>): Promise<ResolvedEvent[]> => {
  const events: ResolvedEvent[] = [];
  for await (const event of read) events.push(event);
  return events;
};

/** Returns the numbers in the data of events that `numberedEvents` made. */
export const numbersOf = (events: readonly ResolvedEvent[]): number[] =>
  events.map(({ event }) => (event?.data as unknown as { number: number }).number);

export const revisionsOf = (events: readonly ResolvedEvent[]): number[] =>
  events.map(({ event }) => Number(event?.revision));

/** Reads all events of `$all` with a new client. */
export const readWholeLog = async (url: string): Promise<ResolvedEvent[]> => {
  const client = EventStoreDBClient.connectionString(url);
  const events = await collect(client.readAll());
  await client.dispose();
  return events;
};
