import { withTimeoutOr } from '../async/timeout.js';
import { boundHeapGrowth } from './bound-heap-growth.js';
import { reportReady } from './report-ready.js';
import type { RunningPart } from './running-part.js';
import { stopRequest } from './stop-request.js';

/** How long a start that is under way may still take once a stop was asked for, and then the stop itself. */
const stopWithinMs = 8_000;

const withinBound = <Value>(work: Promise<Value>, ms = stopWithinMs): Promise<Value | 'too slow'> =>
  withTimeoutOr(work, ms, () => 'too slow' as const);

/**
 * Runs one part until it is asked to stop or ends, and answers the exit code: 0 after a stop that was asked for, 1
 * when the part ended by itself or did not stop in time. A part that fails to start rejects.
 */
export const runPart = async (start: () => Promise<RunningPart>): Promise<number> => {
  boundHeapGrowth();
  const stopAsked = stopRequest();
  const starting = start();
  await Promise.race([starting, stopAsked]);
  // Asked to stop during the start: what was begun is finished and then taken down, so that nothing is left behind.
  const part = await withinStart(starting, stopAsked);
  if (part === 'too slow') return 1;
  reportReady(part);
  const ended = part.closed.then(() => 'ended' as const);
  if ((await Promise.race([stopAsked, ended])) === 'ended') return 1;
  const withinMs = stopWithinMs + (part.leaveMs ?? 0);
  return (await withinBound(part.stop(), withinMs)) === 'too slow' ? 1 : 0;
};

const withinStart = async (
  starting: Promise<RunningPart>,
  stopAsked: Promise<unknown>,
): Promise<RunningPart | 'too slow'> =>
  Promise.race([starting, stopAsked.then(async () => withinBound(starting))]);
