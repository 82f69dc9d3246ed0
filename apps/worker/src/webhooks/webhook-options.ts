/** What the worker needs to deliver webhooks; without it, it delivers none. */
export interface WebhookOptions {
  /** The 32 bytes of LEDGER_SECRET_KEY: endpoints' secrets are encrypted with a key derived from it. */
  readonly secretKey: Uint8Array | readonly Uint8Array[];
  /** Private, loopback and link-local addresses, and http://. */
  readonly allowPrivateTargets: boolean;
  /** Deliveries that were over so many days ago are deleted. */
  readonly retentionDays: number;
  /** Whether this is a production environment; Walley's form says so. */
  readonly live: boolean;
}

export const webhookOptionsToken = Symbol('webhook options');
