import type { WorkerSession } from './worker-session.js';

/** Something that exactly one worker does. */
export interface Duty {
  /** Goes on until the signal is aborted, and then ends without an error; throws when it cannot go on. */
  perform(session: WorkerSession, signal: AbortSignal): Promise<void>;
}

export const dutiesToken = Symbol('duties');
