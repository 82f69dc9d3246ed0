import { randomUUID } from 'node:crypto';
import type { Origin } from '#event-log';
import type { Instant } from '#ledger';

/** Where a command comes from that the worker gives by the clock or because of another event. */
export const workerOrigin = (endpoint: string, at: Instant): Origin => ({
  clientId: 'worker',
  contract: 'system',
  endpoint,
  correlationId: randomUUID(),
  recordedAt: at,
});
