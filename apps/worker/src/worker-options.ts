import type { Registry } from 'prom-client';
import type { GatewayConnection, Logger, SecretKeyRing } from '#runtime';

export interface WorkerOptions {
  readonly databaseUrl: string;
  readonly eventStoreUrl: string;
  /** The 32 bytes of LEDGER_SECRET_KEY, with which customers are decrypted. */
  readonly secretKey: SecretKeyRing;
  readonly logger: Logger;
  /** The registry for the metrics of this process. Absent if metrics are not served. */
  readonly metrics?: Registry;
  readonly webhooks?: WebhookOptions;
  /** The connection to the card gateway. Without it no card payment is captured. */
  readonly gateway?: GatewayConnection | undefined;
  /**
   * The capture of a card that a checkout has authorised: `automatic` captures the amount at once,
   * `manual` leaves the capture to the merchant. Set by `STORE_API_CAPTURE`; `manual` by default.
   */
  readonly checkoutCapture?: 'manual' | 'automatic';
  /** Values that replace some of `defaultPace` in tests. */
  readonly pace?: Partial<Pace>;
}

/** The intervals of the worker's tasks and the sizes of their batches. */
export interface Pace {
  /** The pause between a standby's attempts to become the active worker. */
  readonly standbyMs: number;
  /** The time without events after which the read models are marked as fresh again. */
  readonly idleMs: number;
  /**
   * The most events that are read from the log at once (a page). They are applied in one
   * transaction, so at most this number of events is applied again after a restart.
   */
  readonly pageSize: number;
  /**
   * Under load, the time from the start of one page (batch of events) to the start of the next. A
   * longer time puts more events into each page, so that each event costs less.
   */
  readonly gatherMs: number;
  /**
   * The number of events within `gatherMs` that counts as load. With fewer events, new events are
   * applied at once.
   */
  readonly gatherEvents: number;
  /** The pause between searches for orders to expire. */
  readonly expiryMs: number;
  /** Number of orders read in one search for orders to expire. */
  readonly expiryBatch: number;
  /** The pause between searches for checkouts whose outcome is not in the log. */
  readonly checkoutMs: number;
  /** The time after which a checkout is first looked at; longer than a checkout takes. */
  readonly checkoutFirstMs: number;
  /**
   * The pause between checks whether a seal, a hash that protects all events before it, has to be
   * written.
   */
  readonly sealCheckMs: number;
  /**
   * A seal (a hash over the events since the previous seal) is written as soon as this number of
   * events has none, or an event without a seal is older than `sealMs`.
   */
  readonly sealEvents: number;
  readonly sealMs: number;
  readonly firstSealMs: number;
  /**
   * The pause between searches for closed settlements whose statement (their sums) is not in the
   * log yet.
   */
  readonly statementMs: number;
  /**
   * If a settlement has other figures in the read model than in the log, no statement of its sums
   * is recorded. After this pause the settlement is tried again.
   */
  readonly restatementMs: number;
  /** The pause between searches for stores whose settlement period is over. */
  readonly cutMs: number;
  /** The pause between searches for tables of a killed rebuild. */
  readonly tidyMs: number;
  /**
   * The pause between searches for webhooks to prepare or deliver, unless the task is woken
   * earlier.
   */
  readonly webhookMs: number;
  /** The first and the longest pause after failures. */
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
  checkoutMs: 5_000,
  checkoutFirstMs: 120_000,
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

/** The settings for webhooks. Without these settings no webhook is delivered. */
export interface WebhookOptions {
  /**
   * The 32 bytes of LEDGER_SECRET_KEY; the secrets of endpoints are encrypted with a key derived
   * from it.
   */
  readonly secretKey: SecretKeyRing;
  /**
   * True if a webhook may be sent to private, loopback and link-local addresses, and by plain http.
   */
  readonly allowPrivateTargets: boolean;
  /** Number of days after which finished webhook deliveries are deleted. */
  readonly retentionDays: number;
  /** True in a production environment. Webhook messages in Walley's format state this. */
  readonly live: boolean;
}

export const webhookOptionsToken = Symbol('webhook options');
