import { Command } from 'commander';
import { createLogger, loadSettings, stopRequest } from '#runtime';
import { databaseUrlOf, eventStoreUrlOf } from '../connections.js';
import { exitCode } from '../exit-code.js';
import type { Finish } from '../exit-code.js';
import { printJson, printLines } from './print.js';

const standardError = 2;

interface Options {
  readonly json?: boolean;
}

const rebuild = async (json: boolean): Promise<void> => {
  const settings = loadSettings();
  const stopping = new AbortController();
  void stopRequest().then(() => {
    stopping.abort(new Error('Stopped; a worker goes on with filling the read models.'));
  });
  const { rebuildReadModels } = await import('../../../worker/src/main.js');
  const rebuilt = await rebuildReadModels({
    eventStoreUrl: eventStoreUrlOf(settings),
    databaseUrl: databaseUrlOf(settings),
    logger: createLogger(settings, 'rebuild', standardError),
    signal: stopping.signal,
  });
  if (json) printJson(rebuilt);
  else {
    const { position, seconds } = rebuilt;
    printLines([`Rebuilt up to position ${String(position)} in ${seconds.toFixed(1)} s.`]);
  }
};

export const rebuildCommand = (finish: Finish): Command =>
  new Command('rebuild')
    .description('Build the read models anew from the log')
    .option('--json', 'answer in JSON')
    .action(async ({ json = false }: Options) => {
      await rebuild(json);
      finish(exitCode.done);
    });
