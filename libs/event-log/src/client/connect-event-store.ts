import { EventStoreDBClient } from '@eventstore/db-client';
import { asError } from '../faults.js';
import type { EventStoreOptions } from './event-store-options.js';
import { EventStore } from './event-store.js';
import { guardClient } from './guard-client.js';
import { Reachability } from './reachability.js';

/**
 * The event store at a connection string (`esdb://...`). Connects with the first operation. Make
 * one for each process: all appends of a process share one table inside the client, however many
 * clients there are.
 */
export const connectEventStore = (
  url: string,
  options: Partial<EventStoreOptions> = {},
): EventStore => {
  const reachability = new Reachability();
  const client = guardClient(clientOf(url), () => {
    reachability.suspect();
  });
  return new EventStore(client, reachability, options);
};

/** A connection string that the client cannot read; its password is not shown. */
export class InvalidConnectionString extends Error {
  override readonly name = 'InvalidConnectionString';
}

/**
 * Makes the client. It quotes the whole connection string in its warnings and errors, which are
 * logged.
 */
const clientOf = (url: string): EventStoreDBClient => {
  const { warn } = console;
  console.warn = (...said: unknown[]) => {
    warn(...said.map((text) => (typeof text === 'string' ? withoutPassword(text) : text)));
  };
  try {
    return EventStoreDBClient.connectionString(url);
  } catch (error) {
    // The text found there may be part of the password; the place is enough.
    const { message } = asError(error);
    throw new InvalidConnectionString(
      withoutPassword(message).replaceAll(/"[^"]*"/g, '(something)'),
    );
  } finally {
    console.warn = warn;
  }
};

/**
 * The user and the password of a connection string, up to the last @ before its path or parameters.
 */
const credentials = /(\w+(?:\+\w+)?:\/\/[^:/?#\s@]*):[^/?#\s]*@/g;

/** The text, such as a message of the client, with the passwords in connection strings hidden. */
export const withoutPassword = (text: string): string => text.replace(credentials, '$1:***@');
