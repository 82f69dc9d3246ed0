import { randomUUID } from 'node:crypto';
import type { Origin } from '#event-log';
import type { Instant } from '#ledger';
import type { WorkerSession } from './leadership/worker-session.js';

/** A task that only the active worker performs. */
export interface WorkerTask {
  /**
   * Runs until the signal is aborted, then ends without an error; throws when it cannot continue.
   */
  perform(session: WorkerSession, signal: AbortSignal): Promise<void>;
}

export const tasksToken = Symbol('worker tasks');

/** The origin of a command that the worker gives by the clock or because of another event. */
export const workerOrigin = (endpoint: string, at: Instant): Origin => ({
  clientId: 'worker',
  contract: 'system',
  endpoint,
  correlationId: randomUUID(),
  recordedAt: at,
});
