import type { ByteBudget } from '../model/node-limits.js';
import { GrpcFailure, GrpcStatusCode } from './grpc-failure.js';
const headBytes = 5;
const nothing = Buffer.alloc(0);

/**
 * Cuts the bytes that a call receives into gRPC messages, none longer than `messageBytesMax`. The
 * memory of a message that has arrived in part is taken from a budget that all calls share.
 */
export class FrameDecoder {
  readonly #messageBytesMax: number;
  readonly #budget: ByteBudget;
  /**
   * A copy of the message that has arrived in part. A view of the bytes would keep the whole
   * received chunk in memory.
   */
  #kept: Buffer = nothing;
  #keptBytes = 0;
  #needed = headBytes;

  constructor(messageBytesMax: number, budget: ByteBudget) {
    this.#messageBytesMax = messageBytesMax;
    this.#budget = budget;
  }

  /**
   * Returns the messages that this chunk completes, where possible as views of the chunk. Throws
   * RESOURCE_EXHAUSTED for a message over the limit, or if the budget has no room for a message
   * that is not complete.
   */
  push(chunk: Buffer): Buffer[] {
    if (this.#keptBytes === 0) return this.#cut(chunk);
    this.#keep(chunk);
    if (this.#keptBytes < this.#needed) return [];
    return this.#cut(this.#kept.subarray(0, this.#keptBytes));
  }

  /** Drops the incomplete message when the call is over. */
  release(): void {
    this.#budget.giveBack(this.#kept.length);
    this.#kept = nothing;
    this.#keptBytes = 0;
  }

  #cut(bytes: Buffer): Buffer[] {
    const messages: Buffer[] = [];
    let at = 0;
    this.#needed = headBytes;
    while (bytes.length - at >= headBytes) {
      const length = this.#messageLength(bytes, at);
      if (bytes.length - at < headBytes + length) {
        this.#needed = headBytes + length;
        break;
      }
      messages.push(bytes.subarray(at + headBytes, at + headBytes + length));
      at += headBytes + length;
    }
    this.release();
    if (at < bytes.length) this.#keep(bytes.subarray(at));
    return messages;
  }

  #keep(bytes: Buffer): void {
    const total = this.#keptBytes + bytes.length;
    if (total > this.#kept.length) this.#grow(total);
    bytes.copy(this.#kept, this.#keptBytes);
    this.#keptBytes = total;
  }

  /**
   * Doubles the memory, at most to the length of the message. If the memory grew in small steps,
   * each piece of the message that arrives would cause all earlier bytes to be copied again.
   */
  #grow(total: number): void {
    const capacity = Math.max(total, Math.min(this.#needed, 2 * total));
    if (!this.#budget.take(capacity - this.#kept.length)) {
      throw new GrpcFailure(GrpcStatusCode.ResourceExhausted, 'Too many messages are unfinished.');
    }
    const grown = Buffer.allocUnsafe(capacity);
    this.#kept.copy(grown, 0, 0, this.#keptBytes);
    this.#kept = grown;
  }

  #messageLength(bytes: Buffer, at: number): number {
    if (bytes[at] !== 0) {
      throw new GrpcFailure(GrpcStatusCode.Unimplemented, 'Compressed messages are not supported.');
    }
    const length = bytes.readUInt32BE(at + 1);
    if (length > this.#messageBytesMax) {
      const text = `A message of ${length} bytes is over the limit of ${this.#messageBytesMax}.`;
      throw new GrpcFailure(GrpcStatusCode.ResourceExhausted, text);
    }
    return length;
  }
}
