/** The limits of the connection to the event store: every wait and every queue is limited. */
export interface EventStoreOptions {
  /** Longest wait for the answer to an append, in milliseconds. */
  readonly appendTimeoutMs: number;
  /**
   * The largest time by which the server's clock may be ahead of this machine's clock, in
   * milliseconds. The client sends the deadline of an append as a time of day, and a server refuses
   * the append if its own clock is past the deadline. So this time is added to each deadline.
   */
  readonly clockSkewMsMax: number;
  /** Longest time for a read, milliseconds. */
  readonly readTimeoutMs: number;
  readonly disposeTimeoutMs: number;
  /** Largest number of appends at the same time. */
  readonly appendsMax: number;
  /**
   * Largest number of reads at the same time. The number has to be less than 100, because servers
   * allow 100 HTTP/2 streams on a connection by default. The client silently delays any call above
   * 100.
   */
  readonly readsMax: number;
  /**
   * Largest number of appends that wait for a running append to end. The same limit applies to
   * reads.
   */
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
