import type { ByteBudget } from '../model/node-limits.js';
import { GrpcFailure, GrpcStatusCode } from './grpc-failure.js';
const HEAD_BYTES = 5;
const NOTHING = Buffer.alloc(0);

/**
 * Cuts the bytes of a call into gRPC messages, none longer than `messageBytesMax`. What it keeps of
 * an unfinished message is held of a budget that the calls share.
 */
export class FrameDecoder {
  readonly #messageBytesMax: number;
  readonly #budget: ByteBudget;
  /** The unfinished message, copied: a view of a chunk would keep all of what was received. */
  #kept: Buffer = NOTHING;
  #keptBytes = 0;
  #needed = HEAD_BYTES;

  constructor(messageBytesMax: number, budget: ByteBudget) {
    this.#messageBytesMax = messageBytesMax;
    this.#budget = budget;
  }

  /**
   * The messages that are complete with this chunk: views of it where possible. Throws
   * RESOURCE_EXHAUSTED for a message over the limit, or if the budget has no room to keep the rest.
   */
  push(chunk: Buffer): Buffer[] {
    if (this.#keptBytes === 0) return this.#cut(chunk);
    this.#keep(chunk);
    if (this.#keptBytes < this.#needed) return [];
    return this.#cut(this.#kept.subarray(0, this.#keptBytes));
  }

  /** Forgets the unfinished message: the call is over. */
  release(): void {
    this.#budget.giveBack(this.#kept.length);
    this.#kept = NOTHING;
    this.#keptBytes = 0;
  }

  #cut(bytes: Buffer): Buffer[] {
    const messages: Buffer[] = [];
    let at = 0;
    this.#needed = HEAD_BYTES;
    while (bytes.length - at >= HEAD_BYTES) {
      const length = this.#messageLength(bytes, at);
      if (bytes.length - at < HEAD_BYTES + length) {
        this.#needed = HEAD_BYTES + length;
        break;
      }
      messages.push(bytes.subarray(at + HEAD_BYTES, at + HEAD_BYTES + length));
      at += HEAD_BYTES + length;
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

  /** Doubles, so that a message in many pieces is copied about once, but not beyond its end. */
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
