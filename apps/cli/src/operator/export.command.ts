import { resolve } from 'node:path';
import { Command } from 'commander';
import { connectEventStore } from '#event-log';
import { counted, NotAnExport, UnreadableManifest, writeExport } from '#evidence';
import type { ExportProgress, Manifest } from '#evidence';
import { loadSettings, makeFolder } from '#runtime';
import { eventStoreUrlOf } from '../connections.js';
import { exitCode, type Finish, WrongUsage } from '../exit-code.js';
import { barLine, showProgress, stopSignal } from './show-progress.js';
import { printJson, printLines, progressStream } from './print.js';

interface Options {
  readonly json?: boolean;
}

const exportTo = async (directory: string): Promise<Manifest> => {
  makeFolder(directory, 0o700);
  const eventStore = connectEventStore(eventStoreUrlOf(loadSettings()));
  const signal = stopSignal('Stopped; the same command continues the export.');
  const progress = showProgress(progressStream(), lineOf);
  try {
    return await writeExport({
      log: eventStore,
      directory,
      end: (await eventStore.lastPosition()) ?? -1n,
      signal,
      onProgress: (step) => {
        progress.update({ ...step, step: 'exporting' });
      },
    });
  } finally {
    progress.end();
    await eventStore.dispose();
  }
};

const lineOf = (progress: ExportProgress & { readonly step: string }): string => {
  const { step, events, eventsNow, position, end, seconds } = progress;
  const share = end > 0n ? Math.min(1, Number(position) / Number(end)) : 1;
  return barLine({ step, events, share, seconds, rate: eventsNow / Math.max(seconds, 0.001) });
};

/**
 * `ledger export`: writes the log to files. The files can be verified on a machine without access
 * to the ledger (docs/audit.md).
 */
export const exportCommand = (finish: Finish): Command =>
  new Command('export')
    .description(
      'Write the log to files for `verify --export`; continues an export that was begun before',
    )
    .argument('<dir>', 'an empty directory (created if missing), or one with an export')
    .option('--json', 'answer with the manifest in JSON')
    .action(async (dir: string, { json = false }: Options) => {
      const directory = resolve(dir);
      try {
        const manifest = await exportTo(directory);
        const { events, segments, sha256 } = manifest;
        if (json) printJson(manifest);
        else {
          printLines([
            `${counted(events, 'event')} up to position ${segments.at(-1)?.lastPosition ?? '-1'}, in ${counted(segments.length, 'file')}: ${directory}`,
            `Manifest ${sha256}`,
          ]);
        }
        finish(exitCode.done);
      } catch (error) {
        const wronglyUsed = error instanceof NotAnExport || error instanceof UnreadableManifest;
        throw wronglyUsed ? new WrongUsage(error.message) : error;
      }
    });
