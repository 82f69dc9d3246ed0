/**
 * Bounded waiting: timeouts, semaphores and retries. Code that must not load the rest of this
 * package (PostgreSQL, logging, metrics) imports only this part, as `#runtime/async`.
 */
export {
  backOffMs,
  type BackOff,
  Deadline,
  pause,
  retry,
  TimedOut,
  withTimeout,
  withTimeoutOr,
} from './async/waiting.js';
export { mapConcurrently, Semaphore } from './async/semaphore.js';
