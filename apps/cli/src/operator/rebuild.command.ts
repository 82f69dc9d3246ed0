import { Command } from 'commander';
import { createLogger, loadSettings, secretKey, stopRequest } from '#runtime';
import { databaseUrlOf, eventStoreUrlOf } from '../connections.js';
import { exitCode } from '../exit-code.js';
import type { Finish } from '../exit-code.js';
import { printJson, printLines } from './print.js';
import { progressLine } from './progress-line.js';
import { showProgress } from './show-progress.js';

const standardError = 2;

interface Options {
  readonly json?: boolean;
}

const rebuild = async (json: boolean): Promise<void> => {
  const settings = loadSettings();
  const stopping = new AbortController();
  void stopRequest().then(() => {
    stopping.abort(new Error('Stopped; the read models are as they were.'));
  });
  const { rebuildReadModels } = await import('../../../worker/src/main.js');
  const progress = showProgress(process.stderr, progressLine);
  const rebuilt = await rebuildReadModels({
    eventStoreUrl: eventStoreUrlOf(settings),
    databaseUrl: databaseUrlOf(settings),
    secretKey: secretKey(settings),
    logger: createLogger(settings, 'rebuild', standardError),
    signal: stopping.signal,
    onProgress: progress.update,
  }).finally(progress.end);
  if (json) printJson(rebuilt);
  else {
    const { position, events, seconds } = rebuilt;
    printLines([
      `Rebuilt from ${events} events up to position ${String(position)} in ${seconds.toFixed(1)} s.`,
    ]);
  }
};

export const rebuildCommand = (finish: Finish): Command =>
  new Command('rebuild')
    .description('Build the read models anew from the log, beside those that serve')
    .option('--json', 'answer in JSON')
    .action(async ({ json = false }: Options) => {
      await rebuild(json);
      finish(exitCode.done);
    });
