import { randomUUID } from 'node:crypto';
import type { Origin } from '#event-log';
import type { Instant } from '#ledger';
import type { WorkerSession } from './leadership/worker-session.js';

/** Something that exactly one worker does. */
export interface WorkerTask {
  /**
   * Goes on until the signal is aborted, and then ends without an error; throws when it cannot go
   * on.
   */
  perform(session: WorkerSession, signal: AbortSignal): Promise<void>;
}

export const tasksToken = Symbol('worker tasks');

/** Where a command comes from that the worker gives by the clock or because of another event. */
export const workerOrigin = (endpoint: string, at: Instant): Origin => ({
  clientId: 'worker',
  contract: 'system',
  endpoint,
  correlationId: randomUUID(),
  recordedAt: at,
});
