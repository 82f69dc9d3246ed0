import { randomUUID } from 'node:crypto';
import { EventStoreDBClient, type JSONEventData, NO_STREAM } from '@eventstore/db-client';
import { numberedEvents } from './test-events.js';

/** An append to one stream that was sent or will be sent next. */
interface Attempt {
  readonly stream: string;
  /** The revision that the append expects; -1 if the stream must have no event. */
  readonly revision: number;
  readonly events: readonly JSONEventData[];
}

/** The stream and the revision of an acknowledged event. */
export interface EventPlace {
  readonly stream: string;
  readonly revision: number;
}

const streamCount = 32;
const eventsMax = 3;

/**
 * Appends to many streams, each time with the exact expected revision, until the node crashes, and
 * remembers the acknowledged events. After the restart, each append that had no answer is repeated
 * with the same event ids.
 */
export class WriterUnderFire {
  /** The places of the acknowledged events, by event id. */
  readonly acknowledged = new Map<string, EventPlace>();
  #unknown: Attempt[] = Array.from({ length: streamCount }, () =>
    nextAttempt(`fire-${randomUUID()}`, -1),
  );

  /**
   * Appends until an append gets no answer. `onAppend` is called with the number of appends that
   * were acknowledged in this call.
   */
  async write(url: string, onAppend: (count: number) => void): Promise<void> {
    const client = EventStoreDBClient.connectionString(url);
    let count = 0;
    const writeOn = async (first: Attempt): Promise<Attempt> => {
      for (let attempt = first; ;) {
        const next = await this.#append(client, attempt);
        if (next === undefined) return attempt;
        attempt = next;
        onAppend(++count);
      }
    };
    this.#unknown = await Promise.all(this.#unknown.map(writeOn));
    await client.dispose();
  }

  /**
   * Repeats the appends that had no answer. Each repetition must succeed, whether the first attempt
   * was written or not.
   */
  async resolveUnknown(url: string): Promise<void> {
    const client = EventStoreDBClient.connectionString(url);
    for (const attempt of this.#unknown) {
      const next = await this.#append(client, attempt);
      if (next === undefined) throw new Error(`A repeat to ${attempt.stream} was not answered.`);
    }
    await client.dispose();
  }

  /** Sends an append. Returns the next append for the same stream; undefined if no answer came. */
  async #append(client: EventStoreDBClient, attempt: Attempt): Promise<Attempt | undefined> {
    const { stream, revision, events } = attempt;
    const expectedRevision = revision < 0 ? NO_STREAM : BigInt(revision);
    const result = await client
      .appendToStream(stream, [...events], { expectedRevision })
      .catch(orNothing);
    if (result === undefined) return undefined;
    for (const [index, { id }] of events.entries()) {
      this.acknowledged.set(id, { stream, revision: revision + 1 + index });
    }
    return nextAttempt(stream, revision + events.length);
  }
}

const nextAttempt = (stream: string, revision: number): Attempt => ({
  stream,
  revision,
  events: numberedEvents(1 + ((revision + 1) % eventsMax)),
});

/**
 * Accepts the errors of a broken connection, after which the outcome is not known. Any other error
 * is a fault of the node and is thrown.
 */
const orNothing = (error: { type?: string; code?: number }): undefined => {
  const isBroken = ['unavailable', 'cancelled'].includes(error.type ?? '') || error.code === 13;
  if (!isBroken) throw error as Error;
};
