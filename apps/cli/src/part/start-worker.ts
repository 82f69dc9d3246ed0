import type { RunningPart } from '#runtime';
import { databaseUrlOf, eventStoreUrlOf } from '../connections.js';
import type { PartContext } from './part.command.js';

export const startWorker = async ({ settings, logger }: PartContext): Promise<RunningPart> => {
  const { runWorker } = await import('../../../worker/src/main.js');
  return runWorker({
    eventStoreUrl: eventStoreUrlOf(settings),
    databaseUrl: databaseUrlOf(settings),
    logger,
    pace: { sealEvents: settings.sealEvents, sealMs: settings.sealSeconds * 1_000 },
  });
};
