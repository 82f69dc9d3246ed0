/**
 * Bounded waiting: timeouts, semaphores and retries. Code that must not load the rest of this
 * package (PostgreSQL, logging, metrics) imports only this part, as `#runtime/async`.
 */
export { backOffMs, Deadline, pause, retry } from './async/retry.js';
export type { BackOff } from './async/retry.js';
export { mapConcurrently, Semaphore } from './async/semaphore.js';
export { TimedOut, withTimeout, withTimeoutOr } from './async/timeout.js';
