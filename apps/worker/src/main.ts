import type { RunningPart } from '#runtime';
import { prepareDatabase } from './prepare-database.js';
import { runModule } from './run-module.js';
import type { WorkerOptions } from './worker-options.js';
import { WorkerModule } from './worker.module.js';

export { rebuildReadModels } from './rebuild/rebuild-read-models.js';
export type { Rebuilt } from './rebuild/rebuild-read-models.js';
export type { RebuildProgress } from './rebuild/rebuild-progress.js';
export type { WorkerOptions } from './worker-options.js';

/**
 * Starts a worker; resolves when it competes for being the active one. From then on it outlives the loss of
 * PostgreSQL and of the event store.
 */
export const runWorker = async (options: WorkerOptions): Promise<RunningPart> => {
  await prepareDatabase(options);
  return runModule(WorkerModule.of(options));
};
