import type { Pool } from 'pg';
import { connectEventStore, orderStreamPrefix } from '#event-log';
import { emptyReadModels, projectionStatus } from '#read-models';
import type { ProjectionStatus } from '#read-models';
import { openPool } from '../connections/open-pool.js';
import { pause } from '../pause.js';
import { prepareDatabase } from '../prepare-database.js';
import { runModule } from '../run-module.js';
import type { WorkerOptions } from '../worker-options.js';
import { WorkerModule } from '../worker.module.js';
import { RebuildStalled } from './rebuild-stalled.js';

/** What a rebuild came to. */
export interface Rebuilt {
  readonly position: bigint;
  readonly seconds: number;
}

const pollMs = 200;
const stalledMsMax = 60_000;

/**
 * Empties the read models and fills them again from the beginning of the log; resolves when they hold everything that
 * stood in the log at the start. While it goes on, reads show only what has come back. An active worker does the
 * filling if there is one; else this process becomes it for the time. Throws `EventStoreUnavailable`, with the read
 * models as they were, when there is nothing to fill them from, and `RebuildStalled` when nothing moves.
 */
export const rebuildReadModels = async (
  options: WorkerOptions & { readonly signal?: AbortSignal },
): Promise<Rebuilt> => {
  const startedAt = performance.now();
  const end = await endOfLog(options);
  await prepareDatabase(options);
  const pool = openPool(options);
  try {
    await emptyReadModels(pool);
    const worker = await runModule(WorkerModule.projecting(options));
    try {
      const { position } = await filled(pool, end, options.signal ?? new AbortController().signal);
      return { position, seconds: (performance.now() - startedAt) / 1_000 };
    } finally {
      await worker.stop();
    }
  } finally {
    await pool.end();
  }
};

/** Waits until the read models hold everything up to this position of the log. */
const filled = async (pool: Pool, end: bigint, signal: AbortSignal): Promise<ProjectionStatus> => {
  let moved = { position: -1n, at: performance.now() };
  for (;;) {
    signal.throwIfAborted();
    const status = await projectionStatus(pool);
    if (status.position >= end) return status;
    if (status.position !== moved.position)
      moved = { position: status.position, at: performance.now() };
    if (performance.now() - moved.at > stalledMsMax) throw new RebuildStalled(status.position);
    await pause(pollMs, signal);
  }
};

/** Position of the last event of an order; -1 if there is none. No clock tells what stood in the log at the start. */
const endOfLog = async ({ eventStoreUrl }: WorkerOptions): Promise<bigint> => {
  const eventStore = connectEventStore(eventStoreUrl);
  try {
    return (await eventStore.lastPosition(orderStreamPrefix)) ?? -1n;
  } finally {
    await eventStore.dispose();
  }
};
