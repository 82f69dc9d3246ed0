import { Command } from 'commander';
import type { Finish } from '../exit-code.js';

/** Loaded only by the command that works on the log, and not by the node. */
const work = async () => import('./event-log-work.js');

/** `ledger event-node backup|restore|check`, which work on the files of the embedded node. */
export const eventLogCommands = (finish: Finish): Command[] => {
  const isJson = (command: Command): boolean => command.optsWithGlobals()['json'] === true;
  const backupCommand = new Command('backup')
    .description('Copy the log, also while the node runs')
    .argument('<dir>', 'an empty directory, made if missing')
    .action(async (dir: string, _, command: Command) => {
      finish(await (await work()).backupHere(dir, isJson(command)));
    });
  const restoreCommand = new Command('restore')
    .description('Put the log of a backup where no log is')
    .argument('<dir>', 'what `backup` made')
    .action(async (dir: string, _, command: Command) => {
      finish(await (await work()).restoreHere(dir, isJson(command)));
    });
  const checkCommand = new Command('check')
    .description('Check every record and the index, while no node runs')
    .action(async (_, command: Command) => {
      finish(await (await work()).checkHere(isJson(command)));
    });
  return [backupCommand, restoreCommand, checkCommand];
};
