import { randomUUID } from 'node:crypto';
import type { Origin } from '#event-log';
import type { Instant } from '#ledger';
import { pause } from '#runtime';
import type { WorkerSession } from './leadership/worker-session.js';

/** A task that only the active worker performs. */
export interface WorkerTask {
  /**
   * Performs the task until the signal is aborted, then returns without an error. Throws when the
   * task cannot continue.
   */
  perform(session: WorkerSession, signal: AbortSignal): Promise<void>;
}

export const tasksToken = Symbol('worker tasks');

/**
 * The origin that is stored with an event that the worker caused without a request, such as the
 * expiry of an order.
 */
export const workerOrigin = (endpoint: string, at: Instant): Origin => ({
  clientId: 'worker',
  contract: 'system',
  endpoint,
  correlationId: randomUUID(),
  recordedAt: at,
});

export interface Repetition {
  /** The pause between the end of one run and the start of the next. */
  readonly everyMs: number;
  readonly signal: AbortSignal;
  /** Called for each failure; the next run tries again. */
  readonly onFailure: (error: unknown) => void;
}

/** Repeats the work until the signal is aborted. */
export const repeatedly = async (
  { everyMs, signal, onFailure }: Repetition,
  work: () => Promise<void>,
): Promise<void> => {
  while (!signal.aborted) {
    try {
      await work();
    } catch (error) {
      onFailure(error);
    }
    await pause(everyMs, signal);
  }
};
