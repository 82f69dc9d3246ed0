import { BACKWARDS, END, EventStoreDBClient, START } from '@eventstore/db-client';
import type { AllStreamResolvedEvent, ResolvedEvent } from '@eventstore/db-client';
import type { LoggedEvent } from './logged-event.js';

const prefix = 'order-';

type Read = AllStreamResolvedEvent | ResolvedEvent;

const loggedEvent = ({ event }: Read): LoggedEvent | undefined => {
  if (!event?.streamId.startsWith(prefix) || event.position === undefined) return undefined;
  return {
    orderId: event.streamId.slice(prefix.length),
    revision: Number(event.revision),
    position: event.position.commit,
    id: event.id,
    type: event.type,
    data: event.data as LoggedEvent['data'],
    metadata: event.metadata as LoggedEvent['metadata'],
  };
};

/**
 * Reads events with the official client, without code of the ledger. The connection is direct, not
 * through a proxy that injects faults, so that no fault disturbs the check.
 */
export class LogReader {
  private constructor(private readonly client: EventStoreDBClient) {}

  /**
   * Runs `work` with a new client. A client from an earlier round might hold a connection that a
   * fault has broken.
   */
  static async use<T>(url: string, work: (reader: LogReader) => Promise<T>): Promise<T> {
    const client = EventStoreDBClient.connectionString(url);
    try {
      return await work(new LogReader(client));
    } finally {
      await client.dispose();
    }
  }

  /** Reads the events of all orders after a position, in the order of the log. */
  async *after(position: bigint | undefined): AsyncGenerator<LoggedEvent, void> {
    const fromPosition = position === undefined ? START : { commit: position, prepare: position };
    for await (const read of this.client.readAll({ fromPosition })) {
      const event = loggedEvent(read);
      if (event !== undefined && event.position !== position) yield event;
    }
  }

  /** Reads the stream of an order, the oldest event first. */
  async *stream(orderId: string): AsyncGenerator<LoggedEvent, void> {
    for await (const read of this.client.readStream(prefix + orderId, { fromRevision: START })) {
      const event = loggedEvent(read);
      if (event !== undefined) yield event;
    }
  }

  async last(orderId: string): Promise<LoggedEvent | undefined> {
    const range = { direction: BACKWARDS, fromRevision: END, maxCount: 1 } as const;
    let last: LoggedEvent | undefined;
    for await (const read of this.client.readStream(prefix + orderId, range)) {
      last = loggedEvent(read);
    }
    return last;
  }
}
