import 'reflect-metadata';
import type { DynamicModule } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { LedgerProcess } from '#runtime';
import { prepareDatabase } from './connections/database.js';
import type { WorkerOptions } from './worker-options.js';
import { WorkerModule } from './worker.module.js';

export {
  rebuildReadModels,
  type Rebuilt,
  type RebuildProgress,
} from './rebuild/rebuild-read-models.js';
export type { WorkerOptions } from './worker-options.js';

/**
 * Starts a worker. Resolves as soon as the worker tries to become the active one. From then on the
 * worker survives outages of PostgreSQL and of the event store.
 */
export const runWorker = async (options: WorkerOptions): Promise<LedgerProcess> => {
  await prepareDatabase(options);
  return runModule(WorkerModule.of(options));
};

/** Nest writes no log lines, and throws an error at the start instead of ending the process. */
const quiet = { logger: false, abortOnError: false } as const;

/** Starts a Nest module. `stop` runs the shutdown hooks of its providers. */
export const runModule = async (module: DynamicModule): Promise<LedgerProcess> => {
  // eslint-disable-next-line @typescript-eslint/no-unsafe-class-instance-assignment -- Nest declares its options as a class, but takes and documents plain objects.
  const context = await NestFactory.createApplicationContext(module, quiet);
  let end: (stopped: Promise<void>) => void = () => undefined;
  const closed = new Promise<void>((resolve) => {
    end = resolve;
  });
  let stopping: Promise<void> | undefined;
  const stop = async (): Promise<void> => {
    stopping ??= context.close();
    end(stopping);
    return closed;
  };
  return { closed, stop };
};
