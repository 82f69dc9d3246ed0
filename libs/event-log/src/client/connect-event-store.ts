import { EventStoreDBClient } from '@eventstore/db-client';
import { asError } from '../faults.js';
import type { EventStoreOptions } from './event-store-options.js';
import { EventStore } from './event-store.js';
import { guardClient } from './guard-client.js';
import { Reachability } from './reachability.js';

/**
 * Makes the client for the event store at a connection string (`esdb://...`). The first operation
 * opens the connection. A process should have only one client, because the client library has one
 * table of pending appends for all clients. An error of one client would make the appends of the
 * others fail, too.
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

/** The client cannot read the connection string. The message does not show its password. */
export class InvalidConnectionString extends Error {
  override readonly name = 'InvalidConnectionString';
}

/**
 * Makes the client, and hides the passwords in its warnings and errors, because the client library
 * quotes the whole connection string in them.
 */
const clientOf = (url: string): EventStoreDBClient => {
  const { warn } = console;
  console.warn = (...said: unknown[]) => {
    warn(...said.map((text) => (typeof text === 'string' ? withoutPassword(text) : text)));
  };
  try {
    return EventStoreDBClient.connectionString(url);
  } catch (error) {
    // The client's message quotes the part of the string that it could not parse, which may be part
    // of the password. So the quoted part is replaced. The character position in the message is
    // kept.
    const { message } = asError(error);
    throw new InvalidConnectionString(
      withoutPassword(message).replaceAll(/"[^"]*"/g, '(something)'),
    );
  } finally {
    console.warn = warn;
  }
};

/**
 * Matches the user and the password in a connection string. The password ends at the last `@`
 * before the path or the parameters.
 */
const credentials = /(\w+(?:\+\w+)?:\/\/[^:/?#\s@]*):[^/?#\s]*@/g;

/** Hides the passwords of all connection strings in a text. */
export const withoutPassword = (text: string): string => text.replace(credentials, '$1:***@');
