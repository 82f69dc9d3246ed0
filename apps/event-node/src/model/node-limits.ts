const kib = 1024;
const mib = 1024 * kib;

/** Every limit of the node (event-node.md, "Limits"). */
export interface NodeLimits {
  /** The size of one append: data, custom metadata and twice the characters of the types. */
  readonly appendBytesMax: number;
  /**
   * One gRPC message from a client. It is above `appendBytesMax`, so that an oversize append gets
   * an answer of its own.
   */
  readonly messageBytesMax: number;
  /**
   * Bytes of messages that have arrived in part, of all calls together. Beyond it their calls fail.
   */
  readonly unfinishedBytesMax: number;
  /**
   * Bytes of appends that are not written yet, of all calls together. Beyond it appends time out at
   * once.
   */
  readonly heldBytesMax: number;
  /** A round of the writer takes no more writes from this size on. */
  readonly roundBytesMax: number;
  /** The time limit for a round to become durable. The node fails after it. */
  readonly roundMsMax: number;
  /** Appends of one BatchAppend call whose last chunk has not come yet. */
  readonly openAppendsMax: number;
  readonly concurrentStreams: number;
  readonly connections: number;
  /** One page of a read: one short transaction and one write to the socket. */
  readonly page: { readonly events: number; readonly bytes: number };
  /** Bytes at the end of the log that are kept in memory for followers. */
  readonly tailBytesMax: number;
  /** Number of last event ids that are known to appends that expect `any`. */
  readonly recentIds: number;
  /** A segment file of this length is followed by a new one. */
  readonly segmentBytes: number;
  /** LMDB's address space at the start; it grows by itself. */
  readonly mapBytes: number;
  /** Events that the index takes in one transaction, fewer when the log is quiet. */
  readonly indexedAtOnce: number;
  /** Durable events that the index may not have yet. A start after a crash reads them again. */
  readonly unindexed: { readonly events: number; readonly bytes: number };
  /**
   * The time limit of a stop for the queued appends. Sending the last answers (at most 1 s) and
   * closing the log come after it; all of it stays within 5 s.
   */
  readonly stopMsMax: number;
}

export const defaultNodeLimits: NodeLimits = {
  appendBytesMax: mib,
  messageBytesMax: 17 * mib,
  unfinishedBytesMax: 256 * mib,
  heldBytesMax: 64 * mib,
  roundBytesMax: 4 * mib,
  roundMsMax: 30_000,
  openAppendsMax: 10_000,
  concurrentStreams: 10_000,
  connections: 10_000,
  page: { events: 256, bytes: 256 * kib },
  tailBytesMax: 8 * mib,
  recentIds: 100_000,
  segmentBytes: 256 * mib,
  mapBytes: 1024 * mib,
  indexedAtOnce: 2_048,
  unindexed: { events: 16_384, bytes: 64 * mib },
  stopMsMax: 2_500,
};

/** A budget of memory that all calls share. */
export class ByteBudget {
  readonly #bytesMax: number;
  #held = 0;

  constructor(bytesMax: number) {
    this.#bytesMax = bytesMax;
  }

  get held(): number {
    return this.#held;
  }

  /** Takes bytes of the budget. Returns false, and takes nothing, if fewer are left. */
  take(bytes: number): boolean {
    if (this.#held + bytes > this.#bytesMax) return false;
    this.#held += bytes;
    return true;
  }

  giveBack(bytes: number): void {
    this.#held -= bytes;
  }
}
