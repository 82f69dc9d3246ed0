import { retry, type BackOff, type Deadline } from '#runtime/async';
import { EventStoreUnavailable } from './faults.js';

/**
 * Delays between attempts at a store that does not answer. Short at first, since a node restarts
 * within a second or two.
 */
export const transportBackOff: BackOff = { firstMs: 20, msMax: 500 };

/** Repeats a read while the store is unavailable and the deadline has not passed. */
export const retryWhileUnavailable = <Value>(
  deadline: Deadline,
  read: () => Promise<Value>,
): Promise<Value> =>
  retry(read, {
    backOff: transportBackOff,
    isRetryable: (error) => error instanceof EventStoreUnavailable,
    deadline,
  });
