import type { Registry } from 'prom-client';
import type { GatewayConnection, Logger } from '#runtime';

export interface WorkerOptions {
  readonly databaseUrl: string;
  readonly eventStoreUrl: string;
  /** The 32 bytes of LEDGER_SECRET_KEY, by which customers are shown. */
  readonly secretKey: Uint8Array | readonly Uint8Array[];
  readonly logger: Logger;
  /** What this process counts, if anybody asks. */
  readonly metrics?: Registry;
  readonly webhooks?: WebhookOptions;
  /** The card gateway; without one nothing is captured there. */
  readonly gateway?: GatewayConnection | undefined;
  /** Other than the defaults, in tests. */
  readonly pace?: Partial<Pace>;
}

/** How often the worker does what it does by the clock, and how much at once. */
export interface Pace {
  /** Between a standby's attempts to become the active worker. */
  readonly standbyMs: number;
  /** How long the log may be quiet before the read models are marked as fresh again. */
  readonly idleMs: number;
  /** Events in a page at most: what a restart repeats, and what one transaction holds. */
  readonly pageSize: number;
  /**
   * Under load, from the start of one page to the start of the next: what costs by the page is then
   * shared by more.
   */
  readonly gatherMs: number;
  /** So many events within `gatherMs` are load; fewer are shown at once. */
  readonly gatherEvents: number;
  /** Between two searches for orders to expire. */
  readonly expiryMs: number;
  /** Orders read in one search. */
  readonly expiryBatch: number;
  /** Between two looks at what is new in the log and has no seal yet. */
  readonly sealCheckMs: number;
  /** Events that a seal covers at most, and how long an event waits for its seal at most. */
  readonly sealEvents: number;
  readonly sealMs: number;
  readonly firstSealMs: number;
  /** Between two searches for settlements to state. */
  readonly statementMs: number;
  /** Before a settlement is tried again of which the read model differs from the log. */
  readonly restatementMs: number;
  /** Between two searches for stores whose period is over. */
  readonly cutMs: number;
  /** Between two looks for what a rebuild that was killed left behind. */
  readonly tidyMs: number;
  /**
   * Between two searches for webhooks to prepare or to deliver, when nothing wakes the task before.
   */
  readonly webhookMs: number;
  /** After a failure: at first, and at most. */
  readonly firstPauseMs: number;
  readonly pauseMsMax: number;
}

export const defaultPace: Pace = {
  standbyMs: 500,
  idleMs: 1_000,
  pageSize: 1_000,
  gatherMs: 40,
  gatherEvents: 8,
  expiryMs: 1_000,
  expiryBatch: 100,
  sealCheckMs: 2_000,
  sealEvents: 10_000,
  sealMs: 3_600_000,
  firstSealMs: 30_000,
  statementMs: 500,
  restatementMs: 5_000,
  cutMs: 5_000,
  tidyMs: 60_000,
  webhookMs: 500,
  firstPauseMs: 200,
  pauseMsMax: 3_000,
};

/** What the worker needs to deliver webhooks; without it, it delivers none. */
export interface WebhookOptions {
  /**
   * The 32 bytes of LEDGER_SECRET_KEY: endpoints' secrets are encrypted with a key derived from it.
   */
  readonly secretKey: Uint8Array | readonly Uint8Array[];
  /** Private, loopback and link-local addresses, and http://. */
  readonly allowPrivateTargets: boolean;
  /** Number of days after which finished deliveries are deleted. */
  readonly retentionDays: number;
  /** Whether this is a production environment; Walley's form says so. */
  readonly live: boolean;
}

export const webhookOptionsToken = Symbol('webhook options');
