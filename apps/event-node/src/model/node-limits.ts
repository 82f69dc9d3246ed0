const kib = 1024;
const mib = 1024 * kib;

/** Every limit of the node (event-node.md, "Limits"). */
export interface NodeLimits {
  /**
   * The limit of one append in bytes: data, custom metadata and twice the characters of the types.
   */
  readonly appendBytesMax: number;
  /**
   * The limit of one gRPC message from a client. It is above `appendBytesMax`, so that an append
   * over that limit is received and refused, and the call goes on.
   */
  readonly messageBytesMax: number;
  /**
   * The limit for messages that have arrived in part, over all calls together. Beyond it calls
   * fail.
   */
  readonly unfinishedBytesMax: number;
  /**
   * The limit for appends that are not written yet, over all calls together. Beyond it an append is
   * answered with a time-out at once.
   */
  readonly heldBytesMax: number;
  /** A round (one write to the disk) that has reached this size takes no more appends. */
  readonly roundBytesMax: number;
  /**
   * The time limit for a round to become durable. If it takes longer, the node stops with an error.
   */
  readonly roundMsMax: number;
  /** The limit of appends in one BatchAppend call whose last chunk has not come yet. */
  readonly openAppendsMax: number;
  readonly concurrentStreams: number;
  readonly connections: number;
  /** The size of one page of a read, which is one write to the socket. */
  readonly page: { readonly events: number; readonly bytes: number };
  /** The newest bytes of the log that are kept in memory for subscriptions. */
  readonly tailBytesMax: number;
  /** The number of newest event ids by which a repeated append that expects `any` is recognised. */
  readonly recentIds: number;
  /** A segment file that has reached this length is followed by a new one. */
  readonly segmentBytes: number;
  /** The address space of LMDB, the database of the index, at the start; it grows by itself. */
  readonly mapBytes: number;
  /**
   * A transaction of the index with at least this number of events is written at once. With fewer
   * events it waits a moment.
   */
  readonly indexedAtOnce: number;
  /**
   * The limit of durable events that the index has in memory only. A start after a crash reads them
   * from the log again.
   */
  readonly unindexed: { readonly events: number; readonly bytes: number };
  /**
   * The time limit for queued appends when the node stops. Sending the last answers (at most 1 s)
   * and closing the log (at most 1 s) follow, so that a stop takes less than 5 s.
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
