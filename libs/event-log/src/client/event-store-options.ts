/** Limits of one connection. Every wait and every queue has one. */
export interface EventStoreOptions {
  /** Longest wait for the answer to one append, milliseconds. */
  readonly appendTimeoutMs: number;
  /**
   * How far the server's clock may be ahead of ours, milliseconds. The client sends an append's deadline as an instant:
   * a server whose clock is beyond it refuses every append.
   */
  readonly clockSkewMsMax: number;
  /** Longest time for one page of a read, milliseconds. */
  readonly readTimeoutMs: number;
  readonly disposeTimeoutMs: number;
  /** Most appends in flight. */
  readonly appendsMax: number;
  /** Most reads at once: servers allow 100 HTTP/2 streams by default and let more wait silently. */
  readonly readsMax: number;
  /** Most operations waiting for a place, of each kind. */
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
