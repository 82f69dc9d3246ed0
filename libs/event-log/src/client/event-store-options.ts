/** Limits of one connection. Every wait and every queue has one. */
export interface EventStoreOptions {
  /** Longest wait for the answer to one append, milliseconds. */
  readonly appendTimeoutMs: number;
  /**
   * The most by which the server's clock may be ahead of this machine's, milliseconds. The client
   * sends the deadline of an append as an instant: a server whose clock is past it refuses every
   * append.
   */
  readonly clockSkewMsMax: number;
  /** Longest time for one page of a read, milliseconds. */
  readonly readTimeoutMs: number;
  readonly disposeTimeoutMs: number;
  /** Largest number of appends in flight. */
  readonly appendsMax: number;
  /**
   * Largest number of reads at once: servers allow 100 HTTP/2 streams by default, and further ones
   * wait silently.
   */
  readonly readsMax: number;
  /** Largest number of waiting operations of each kind. */
  readonly waitingMax: number;
}

export const defaultEventStoreOptions: EventStoreOptions = {
  appendTimeoutMs: 5_000,
  clockSkewMsMax: 60_000,
  readTimeoutMs: 5_000,
  disposeTimeoutMs: 2_000,
  appendsMax: 1_024,
  readsMax: 64,
  waitingMax: 10_000,
};
