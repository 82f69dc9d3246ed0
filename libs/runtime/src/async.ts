/**
 * Waiting, bounded: timeouts, semaphores and retries. Imported as `#runtime/async` where the rest
 * of the package (PostgreSQL, logging, metrics) is not to be loaded.
 */
export { backOffMs, Deadline, pause, retry } from './async/retry.js';
export type { BackOff } from './async/retry.js';
export { mapConcurrently, Semaphore } from './async/semaphore.js';
export { TimedOut, withTimeout, withTimeoutOr } from './async/timeout.js';
