const kib = 1024;
const mib = 1024 * kib;

/** Every limit of the node (event-node.md, "Limits"). */
export interface NodeLimits {
  /**
   * The limit of one append in bytes. Each event counts with its data, its custom metadata, and two
   * bytes for each character of its event type.
   */
  readonly appendBytesMax: number;
  /**
   * The limit of one gRPC message in bytes. The limit is higher than `appendBytesMax`, so that an
   * append that is too large can still be received. The node then refuses this append only, and the
   * call continues.
   */
  readonly messageBytesMax: number;
  /**
   * The limit in bytes for messages of which only a part has arrived, over all calls together. A
   * message that would exceed the limit ends its call.
   */
  readonly unfinishedBytesMax: number;
  /**
   * The limit in bytes for appends that are not on the disk yet, over all calls together. An append
   * that would exceed the limit is refused at once with a timeout error.
   */
  readonly heldBytesMax: number;
  /**
   * A round is one write to the disk with the events of several appends. Once a round has this
   * number of bytes, further appends go into the next round.
   */
  readonly roundBytesMax: number;
  /**
   * The limit in milliseconds for a write to the disk. If a write takes longer, the node stops with
   * an error.
   */
  readonly roundMsMax: number;
  /**
   * In one BatchAppend call, at most this number of appends may be incomplete, which means that
   * their last chunk has not arrived yet.
   */
  readonly openAppendsMax: number;
  readonly concurrentStreams: number;
  readonly connections: number;
  /**
   * A read sends events in pages: each page is one write to the client and has at most this number
   * of events and about this number of bytes.
   */
  readonly page: { readonly events: number; readonly bytes: number };
  /**
   * The newest events of the log are kept in memory for subscriptions, up to this number of bytes.
   */
  readonly tailBytesMax: number;
  /**
   * The number of newest events whose ids are remembered. By these ids the node recognises a
   * repeated append whose expected revision is `any`.
   */
  readonly recentIds: number;
  /**
   * The log is stored in segment files. When the newest file has reached this length in bytes, the
   * next events go into a new file.
   */
  readonly segmentBytes: number;
  /**
   * The address space that LMDB, the database of the index, reserves at the start. LMDB grows it
   * when necessary.
   */
  readonly mapBytes: number;
  /**
   * Events are written to the index at once when this number of them is waiting. Fewer events are
   * written after a short delay, so that more of them fit into one transaction.
   */
  readonly indexedAtOnce: number;
  /**
   * The largest number and total size of the events that are in the log on the disk but not yet in
   * the index on the disk. After a crash, the next start reads these events from the log again.
   */
  readonly unindexed: { readonly events: number; readonly bytes: number };
  /**
   * When the node stops, the queued appends have this time to finish. After that, at most 1 s is
   * used to send the last answers and at most 1 s to close the log. A stop therefore takes less
   * than 5 s.
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
