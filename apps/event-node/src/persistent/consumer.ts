import { randomUUID } from 'node:crypto';
import { writeReadEvent } from '../messages/read-response.js';
import type { GrpcFailure } from '../protocol/grpc-failure.js';
import { ProtoWriter } from '../protocol/proto-writer.js';
import type { UuidForm } from '../protocol/uuid.js';
import type { Delivery } from './delivery.js';
import { Latencies } from './latencies.js';

/** The call of a consumer, as far as a group needs it. */
export interface ConsumerCall {
  readonly saturated: boolean;
  drained(): Promise<void>;
  send(frames: Buffer): void;
  fail(failure: GrpcFailure): void;
}

export interface ConsumerOptions {
  /** What tells the consumer that it is one: sent before its first event. */
  readonly confirmation: Buffer;
  readonly call: ConsumerCall;
  /** How many events may be open at once. */
  readonly bufferSize: number;
  readonly form: UuidForm;
  readonly from: string;
  readonly username: string;
  readonly connectionName: string;
}

/** One reader of a group, with what it has not yet answered. */
export class Consumer {
  /** Where a pinned group sees it on its ring. */
  readonly id = randomUUID();
  readonly options: ConsumerOptions;
  readonly open = new Map<string, Delivery>();
  readonly latencies = new Latencies();
  readonly since = Date.now();
  total = 0;
  #frames = new ProtoWriter(1024);
  #isWaiting = false;

  constructor(options: ConsumerOptions) {
    this.options = options;
    this.#frames.raw(options.confirmation);
  }

  get slots(): number {
    return Math.max(0, this.options.bufferSize - this.open.size);
  }

  /** A consumer that does not read what was sent gets nothing more. */
  get hasRoom(): boolean {
    return this.slots > 0 && !this.options.call.saturated;
  }

  /** Takes a delivery: it leaves with the next `flush`. */
  take(delivery: Delivery): void {
    this.open.set(delivery.id, delivery);
    this.total += 1;
    const sent = { ...delivery.resolved, retryCount: delivery.retries };
    writeReadEvent(this.#frames, sent, this.options.form);
  }

  flush(): void {
    if (this.#frames.length > 0) this.options.call.send(this.#frames.finish());
  }

  /** Calls back once when a consumer that did not read goes on; at most one waits. */
  onRoom(listener: () => void): void {
    if (this.#isWaiting || !this.options.call.saturated) return;
    this.#isWaiting = true;
    void this.options.call.drained().then(() => {
      this.#isWaiting = false;
      listener();
    });
  }
}
