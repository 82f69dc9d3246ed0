import { StreamNotFoundError, type StreamingRead } from '@eventstore/db-client';
import { TimedOut } from '#runtime/async';
import type { StoredEvent } from './stored-event.js';

interface Item {
  readonly event?: StoredEvent;
}

/**
 * All events of a bounded read; none if the stream does not exist. The client's reads have no
 * deadline, so a time limit cancels them. A read is always finished or cancelled, because the
 * client cannot be closed while a read is left open.
 */
export const readPage = (read: StreamingRead<Item>, timeoutMs: number): Promise<StoredEvent[]> =>
  new Promise((resolve, reject) => {
    const events: StoredEvent[] = [];
    const timer = setTimeout(() => {
      // The listener for errors is not removed: without one, an error after the cancellation would
      // end the process.
      void read.cancel().catch(() => undefined);
      reject(new TimedOut('A read of the event store', timeoutMs));
    }, timeoutMs);
    read.on('data', ({ event }: Item) => {
      if (event !== undefined) events.push(event);
    });
    read.on('error', (error) => {
      clearTimeout(timer);
      if (error instanceof StreamNotFoundError) resolve([]);
      else reject(error);
    });
    read.on('end', () => {
      clearTimeout(timer);
      resolve(events);
    });
  });
