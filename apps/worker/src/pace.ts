/** How often the worker does what it does by the clock, and how much at once. */
export interface Pace {
  /** Between a standby's attempts to become the active worker. */
  readonly standbyMs: number;
  /** How long the log may be quiet before the read models are marked as fresh again. */
  readonly idleMs: number;
  /** Events in a page at most: what a restart repeats, and what one transaction holds. */
  readonly pageSize: number;
  /** Between two searches for orders to expire. */
  readonly expiryMs: number;
  /** Orders read in one search. */
  readonly expiryBatch: number;
  /** After a failure: at first, and at most. */
  readonly firstPauseMs: number;
  readonly pauseMsMax: number;
}

export const defaultPace: Pace = {
  standbyMs: 500,
  idleMs: 1_000,
  pageSize: 1_000,
  expiryMs: 1_000,
  expiryBatch: 100,
  firstPauseMs: 200,
  pauseMsMax: 3_000,
};
