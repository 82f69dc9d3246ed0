import { Command } from 'commander';
import { counted } from '#evidence';
import { createLogger, loadSettings, secretKeys } from '#runtime';
import { databaseUrlOf, eventStoreUrlOf } from '../connections.js';
import { exitCode, type Finish } from '../exit-code.js';
import { wholeNumberTo } from './option-values.js';
import { printFault, printJson, printLines, progressStream } from './print.js';
import { progressLine, showProgress, stopSignal } from './show-progress.js';
const standardError = 2;

interface Options {
  readonly json?: boolean;
  readonly parts?: number;
}

const rebuild = async ({ json = false, parts }: Options): Promise<void> => {
  const settings = loadSettings();
  const signal = stopSignal('Stopped; the read models are unchanged.');
  const { rebuildReadModels } = await import('../../../worker/src/main.js');
  const progress = showProgress(progressStream(), progressLine);
  const rebuilt = await rebuildReadModels({
    eventStoreUrl: eventStoreUrlOf(settings),
    databaseUrl: databaseUrlOf(settings),
    secretKey: secretKeys(settings),
    logger: createLogger(settings, 'rebuild', standardError),
    signal,
    ...(parts !== undefined && { parts }),
    onProgress: progress.update,
  }).finally(progress.end);
  if (json) printJson(rebuilt);
  else {
    const { position, events, seconds, damagedStreams } = rebuilt;
    printLines([
      `Rebuilt from ${counted(events, 'event')} up to position ${String(position)} in ${seconds.toFixed(1)} s.`,
    ]);
    if (damagedStreams > 0)
      printFault(
        `Damaged streams set aside: ${damagedStreams} ("ledger order damaged" names them).`,
      );
  }
};

/**
 * The same limit as in the worker. The number is repeated here, because importing it would load the
 * whole worker for every command.
 */
const partsMax = 16;

export const rebuildCommand = (finish: Finish): Command =>
  new Command('rebuild')
    .description(
      'Make new read models from the log while the old ones serve, then replace the old ones',
    )
    .option('--json', 'answer in JSON')
    .option(
      '--parts <number>',
      'number of parts of the log that are read at the same time (default: by the length of the log and the number of cores, up to 4)',
      wholeNumberTo(partsMax),
    )
    .action(async (options: Options) => {
      await rebuild(options);
      finish(exitCode.done);
    });
