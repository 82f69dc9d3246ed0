import { setTimeout as delay } from 'node:timers/promises';
import { BACKWARDS, END, EventStoreDBClient, START } from '@eventstore/db-client';
import type { JSONRecordedEvent } from '@eventstore/db-client';
import { connectEventStore, ledgerStreams, orderStreamPrefix } from '#event-log';

/** A capture as it stands in the log. */
export interface LoggedCapture {
  readonly key: string;
  readonly orderId: string;
  /** Minor units. */
  readonly amount: number;
}

interface CaptureData {
  readonly orderId: string;
  readonly captureId?: string;
  readonly amount: number;
}

interface CaptureMetadata {
  readonly idempotencyKey?: string;
}

const closeWithinMs = 5_000;

/** Reads the log with the official client and nothing of the ledger's, as an auditor would. */
export class LogReader {
  readonly #client: EventStoreDBClient;

  constructor(private readonly url: string) {
    this.#client = EventStoreDBClient.connectionString(url);
  }

  /** Where the log ends now; `undefined` while it is empty. */
  async end(): Promise<bigint | undefined> {
    const last = this.#client.readAll({ direction: BACKWARDS, fromPosition: END, maxCount: 1 });
    let end: bigint | undefined;
    for await (const { event } of last) end = event?.position.commit;
    return end;
  }

  /** How far the read models can come; -1 if there is nothing they are made from. */
  async lastLedgerPosition(): Promise<bigint> {
    const eventStore = connectEventStore(this.url);
    try {
      return (await eventStore.lastPosition(ledgerStreams)) ?? -1n;
    } finally {
      await eventStore.dispose();
    }
  }

  /** Events of orders from a position on, to the end of the log; one pass of `$all`. */
  async *orderEvents(from: bigint | undefined): AsyncGenerator<JSONRecordedEvent> {
    const events = this.#client.readAll({
      fromPosition: from === undefined ? START : { commit: from, prepare: from },
    });
    for await (const { event } of events) {
      if (event?.isJson === true && event.streamId.startsWith(orderStreamPrefix)) yield event;
    }
  }

  async countOrderEvents(): Promise<number> {
    let count = 0;
    for await (const { isJson } of this.orderEvents(undefined)) count += Number(isJson);
    return count;
  }

  /** Captures whose key begins with `keyPrefix`, in the log's order. */
  async *captures(from: bigint | undefined, keyPrefix: string): AsyncGenerator<LoggedCapture> {
    for await (const event of this.orderEvents(from)) {
      const { captureId, orderId, amount } = event.data as unknown as CaptureData;
      const { idempotencyKey: key } = event.metadata as CaptureMetadata;
      if (captureId === undefined || key?.startsWith(keyPrefix) !== true) continue;
      yield { key, orderId, amount };
    }
  }

  /** Some capture event of the order, as it is stored. */
  async captureEventOf(orderId: string): Promise<JSONRecordedEvent> {
    let capture: JSONRecordedEvent | undefined;
    for await (const { event } of this.#client.readStream(`${orderStreamPrefix}${orderId}`)) {
      if (event?.isJson === true && 'captureId' in (event.data as object)) capture = event;
    }
    if (capture === undefined) throw new Error(`The log has no capture of order ${orderId}.`);
    return capture;
  }

  /** Bounded: the client waits for ever on a read whose reader left. Every read above is read to its end. */
  async close(): Promise<void> {
    await Promise.race([this.#client.dispose(), delay(closeWithinMs, undefined, { ref: false })]);
  }
}
