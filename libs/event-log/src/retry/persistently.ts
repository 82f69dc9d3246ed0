import { setTimeout as delay } from 'node:timers/promises';
import { EventStoreUnavailable } from '../faults/event-store-unavailable.js';
import { backOffMs, type BackOff } from './back-off.js';
import type { Deadline } from './give-up-time.js';

/** Between attempts at a store that does not answer: soon at first, since a node restarts within a second or two. */
export const transportBackOff: BackOff = { firstMs: 20, mostMs: 500 };

/** Repeats a read while the store is unavailable and there is time; then throws what the last attempt threw. */
export const retryWhileUnavailable = async <T>(
  time: Deadline,
  read: () => Promise<T>,
): Promise<T> => {
  for (let failures = 0; ; failures += 1) {
    try {
      return await read();
    } catch (error) {
      if (!(error instanceof EventStoreUnavailable) || time.passed) throw error;
    }
    await delay(backOffMs(transportBackOff, failures));
  }
};
