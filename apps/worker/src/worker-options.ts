import type { Registry } from 'prom-client';
import type { Logger } from '#runtime';
import type { Pace } from './pace.js';
import type { WebhookOptions } from './webhooks/webhook-options.js';

export interface WorkerOptions {
  readonly databaseUrl: string;
  readonly eventStoreUrl: string;
  /** The 32 bytes of LEDGER_SECRET_KEY, by which customers are shown. */
  readonly secretKey: Uint8Array | readonly Uint8Array[];
  readonly logger: Logger;
  /** What this process counts, if anybody asks. */
  readonly metrics?: Registry;
  readonly webhooks?: WebhookOptions;
  /** Other than the defaults, in tests. */
  readonly pace?: Partial<Pace>;
}
