import { randomUUID } from 'node:crypto';
import { EventStoreDBClient, type JSONEventData, NO_STREAM } from '@eventstore/db-client';
import { numberedEvents } from './test-events.js';

/** An append without a known outcome. */
interface Attempt {
  readonly stream: string;
  /** The revision that the stream is expected at, -1 for none. */
  readonly revision: number;
  readonly events: readonly JSONEventData[];
}

/** The place of an acknowledged event. */
export interface Acknowledged {
  readonly stream: string;
  readonly revision: number;
}

const streamCount = 32;
const eventsMax = 3;

/**
 * Writes to many streams at exact revisions until the node breaks, and keeps the acknowledged
 * events. An append without an answer is repeated with the same ids after the restart.
 */
export class WriterUnderFire {
  /** By event id. */
  readonly acknowledged = new Map<string, Acknowledged>();
  #unknown: Attempt[] = Array.from({ length: streamCount }, () =>
    nextAttempt(`fire-${randomUUID()}`, -1),
  );

  /** Writes until no answer comes; `onAppend` gets the number of acknowledged appends. */
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
   * Repeats the appends without an answer: each repeat succeeds, whether it was written before or
   * not.
   */
  async resolveUnknown(url: string): Promise<void> {
    const client = EventStoreDBClient.connectionString(url);
    for (const attempt of this.#unknown) {
      const next = await this.#append(client, attempt);
      if (next === undefined) throw new Error(`A repeat to ${attempt.stream} was not answered.`);
    }
    await client.dispose();
  }

  /** The next append of the stream, undefined without an answer. */
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

/** A broken connection leaves the outcome open; a refusal would be a fault of the node. */
const orNothing = (error: { type?: string; code?: number }): undefined => {
  const isBroken = ['unavailable', 'cancelled'].includes(error.type ?? '') || error.code === 13;
  if (!isBroken) throw error as Error;
};
