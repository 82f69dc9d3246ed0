const kib = 1024;
const mib = 1024 * kib;

/** Every limit of the node (event-node.md, "Limits"). */
export interface NodeLimits {
  /**
   * The limit of one append in bytes. The data, the custom metadata and twice the characters of the
   * event types count.
   */
  readonly appendBytesMax: number;
  /**
   * The limit of one gRPC message from a client. A message may be larger than `appendBytesMax`, so
   * that an append over that limit is received and refused, and the call continues.
   */
  readonly messageBytesMax: number;
  /**
   * The limit in bytes for messages that have arrived in part, over all calls together. A message
   * that would exceed it ends its call.
   */
  readonly unfinishedBytesMax: number;
  /**
   * The limit in bytes for appends that are not written yet, over all calls together. An append
   * that would exceed it is answered at once, with a timeout error.
   */
  readonly heldBytesMax: number;
  /** The size in bytes from which a round (one write to the disk) takes no more appends. */
  readonly roundBytesMax: number;
  /**
   * The time limit for a round to become durable. If it takes longer, the node stops with an error.
   */
  readonly roundMsMax: number;
  /** The limit in one BatchAppend call for appends whose last chunk has not arrived yet. */
  readonly openAppendsMax: number;
  readonly concurrentStreams: number;
  readonly connections: number;
  /** The limits of one page of a read. The events of a page are sent to the client in one write. */
  readonly page: { readonly events: number; readonly bytes: number };
  /** The number of newest bytes of the log that are kept in memory for subscriptions. */
  readonly tailBytesMax: number;
  /**
   * The number of newest events whose ids are remembered. By these ids the node recognises a
   * repeated append whose expected revision is `any`.
   */
  readonly recentIds: number;
  /** The length in bytes from which a segment file is followed by a new one. */
  readonly segmentBytes: number;
  /**
   * The address space that LMDB, the database of the index, reserves at the start. LMDB grows it
   * when necessary.
   */
  readonly mapBytes: number;
  /**
   * The number of waiting events from which a transaction of the index is written at once. With
   * fewer events it is written after a short delay.
   */
  readonly indexedAtOnce: number;
  /**
   * The limit of durable events that the index has in memory only. After a crash the next start
   * reads these events from the log again.
   */
  readonly unindexed: { readonly events: number; readonly bytes: number };
  /**
   * The time limit for queued appends when the node stops. After it, sending the last answers takes
   * at most 1 s and closing the log at most 1 s, so that a stop takes less than 5 s.
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

/** A limit for memory that all calls share. */
export class ByteBudget {
  readonly #bytesMax: number;
  #held = 0;

  constructor(bytesMax: number) {
    this.#bytesMax = bytesMax;
  }

  get held(): number {
    return this.#held;
  }

  /**
   * Takes bytes from the budget. Returns false, and takes nothing, if the budget has fewer bytes
   * left.
   */
  take(bytes: number): boolean {
    if (this.#held + bytes > this.#bytesMax) return false;
    this.#held += bytes;
    return true;
  }

  giveBack(bytes: number): void {
    this.#held -= bytes;
  }
}
