import type { OrderAction } from '#ledger';

/** The contract a command came through; `system` for the ledger's own. Checked by its shape. */
export type OriginContract = string;

/** Who caused an event, through what, when: the evidence beside every event (domain.md, "Events"). */
export interface EventMetadata<Action extends string = OrderAction> {
  /** Version of `data`'s schema for this event type; older ones are upcast when read. */
  readonly schemaVersion: number;
  readonly action: Action;
  /** SHA-256 of the request's meaning, hex. */
  readonly fingerprint: string;
  readonly idempotencyKey?: string;
  readonly clientId: string;
  readonly storeId: string;
  readonly contract: OriginContract;
  readonly endpoint: string;
  /** The request's X-Request-Id. */
  readonly correlationId: string;
  /** The action id of the command that decided the event. */
  readonly causationId: string;
  /** RFC 3339, UTC, milliseconds. */
  readonly recordedAt: string;
  readonly traceparent?: string;
  /** Hash link to the event before, hex (domain.md, "Evidence for auditors"). */
  readonly chain: string;
}
