const KIB = 1024;
const MIB = 1024 * KIB;

/** Every bound of the node in one place. Defaults follow event-node.md where it names a figure. */
export interface NodeLimits {
  /** Data, custom metadata and twice the characters of the types of one append. */
  readonly appendBytesMax: number;
  /**
   * One gRPC message from a client: above `appendBytesMax`, so that an oversize append gets its
   * answer.
   */
  readonly messageBytesMax: number;
  /** What has arrived of unfinished messages, all calls together. Beyond it their calls fail. */
  readonly unfinishedBytesMax: number;
  /** Appends that are not yet written, all calls together. Beyond it they time out at once. */
  readonly heldBytesMax: number;
  /** What one round of the writer takes at most. */
  readonly roundBytesMax: number;
  /** How long a round may take to become durable before the node fails. */
  readonly roundMsMax: number;
  /** Chunked or refused appends that one BatchAppend call may have open. */
  readonly openAppendsMax: number;
  readonly concurrentStreams: number;
  readonly connections: number;
  /** One page of a read: one short transaction and one write to the socket. */
  readonly page: { readonly events: number; readonly bytes: number };
  /** The end of the log that is kept in memory for followers. */
  readonly tailBytesMax: number;
  /** How far back the idempotency of appends that expect `any` reaches. */
  readonly recentIds: number;
  /** A file of the log is closed once it is longer. */
  readonly segmentBytes: number;
  /** LMDB's address space at first; it grows by itself. */
  readonly mapBytes: number;
  /** Events that the index takes in one transaction, fewer if nothing comes. */
  readonly indexedAtOnce: number;
  /** What may be durable and not yet in the index: a start after a crash reads it again. */
  readonly unindexed: { readonly events: number; readonly bytes: number };
  /**
   * How long a stop waits for the queued appends. Sending the last answers (at most 1 s) and closing
   * the log come after it: all together stay within 5 s (event-node.md, section 2).
   */
  readonly stopMsMax: number;
}

export const defaultLimits: NodeLimits = {
  appendBytesMax: MIB,
  messageBytesMax: 17 * MIB,
  unfinishedBytesMax: 256 * MIB,
  heldBytesMax: 64 * MIB,
  roundBytesMax: 4 * MIB,
  roundMsMax: 30_000,
  openAppendsMax: 10_000,
  concurrentStreams: 10_000,
  connections: 10_000,
  page: { events: 256, bytes: 256 * KIB },
  tailBytesMax: 8 * MIB,
  recentIds: 100_000,
  segmentBytes: 256 * MIB,
  mapBytes: 1024 * MIB,
  indexedAtOnce: 2_048,
  unindexed: { events: 16_384, bytes: 64 * MIB },
  stopMsMax: 2_500,
};

/** The memory that one kind of thing may hold in the node, all calls together. */
export class ByteBudget {
  readonly #bytesMax: number;
  #held = 0;

  constructor(bytesMax: number) {
    this.#bytesMax = bytesMax;
  }

  get held(): number {
    return this.#held;
  }

  /** Takes bytes of the budget; false, and nothing taken, if that many are not left. */
  take(bytes: number): boolean {
    if (this.#held + bytes > this.#bytesMax) return false;
    this.#held += bytes;
    return true;
  }

  giveBack(bytes: number): void {
    this.#held -= bytes;
  }
}
