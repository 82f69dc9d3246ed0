import { Command } from 'commander';
import { loadSettings } from '#runtime';
import type { Finish } from '../exit-code.js';
import { runUp } from './run-up.js';

interface Options {
  readonly json?: boolean;
  readonly readyFile?: string;
}

export const upCommand = (finish: Finish): Command =>
  new Command('up')
    .description('Run everything in this terminal; parts whose URL is not set are embedded')
    .option('--ready-file <path>', 'write {"url","pid",...} there once ready')
    .option('--json', 'log and announce in JSON')
    .action(async (options: Options) => {
      const settings = loadSettings();
      const json = options.json ?? false;
      const { readyFile } = options;
      finish(
        await runUp(json ? { ...settings, logFormat: 'json' } : settings, {
          json,
          ...(readyFile === undefined ? {} : { readyFile }),
        }),
      );
    });
