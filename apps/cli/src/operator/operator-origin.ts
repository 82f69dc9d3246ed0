import { randomUUID } from 'node:crypto';
import type { Origin } from '#event-log';
import type { Instant } from '#ledger';

/** Where a command comes from that an operator gives on a terminal. */
export const operatorOrigin = (endpoint: string, at: Instant): Origin => ({
  clientId: 'operator',
  contract: 'system',
  endpoint,
  correlationId: randomUUID(),
  recordedAt: at,
});
