import { Command } from 'commander';
import { counted } from '#evidence';
import { loadSettings } from '#runtime';
import { exitCode, type ExitCode, type Finish, WrongUsage } from '../exit-code.js';
import { printFault, printJson, printLines } from '../operator/print.js';
import { eventNodeDir } from './start-event-node.js';

type LogTools = typeof import('../../../event-node/src/storage/tools/log-tools.js');

interface LogWork {
  readonly tools: LogTools;
  /** The log of the embedded node. */
  readonly log: string;
  readonly json: boolean;
}

const onLog = async (
  json: boolean,
  work: (on: LogWork) => Promise<ExitCode>,
): Promise<ExitCode> => {
  const tools = await import('../../../event-node/src/storage/tools/log-tools.js');
  const log = tools.logDirectoryOf(eventNodeDir(loadSettings()));
  try {
    return await work({ tools, log, json });
  } catch (error) {
    throw error instanceof tools.WrongDirectory ? new WrongUsage(error.message) : error;
  }
};

const backup = async ({ tools, log, json }: LogWork, directory: string): Promise<ExitCode> => {
  const manifest = await tools.backupLog(log, directory);
  const { events, end, files } = manifest;
  if (json) printJson(manifest);
  else
    printLines([
      `${counted(events, 'event')} to position ${end}, in ${counted(files.length, 'file')}: ${directory}`,
    ]);
  return exitCode.done;
};

const restore = async ({ tools, log, json }: LogWork, directory: string): Promise<ExitCode> => {
  const manifest = await tools.restoreLog(directory, log);
  if (json) printJson(manifest);
  else printLines([`${counted(manifest.events, 'event')} of ${manifest.createdAt}: ${log}`]);
  return exitCode.done;
};

const check = async ({ tools, log, json }: LogWork): Promise<ExitCode> => {
  const found = await tools.checkLog(log, tools.defaultNodeLimits);
  const { events, segments, end, faults } = found;
  if (json) printJson(found);
  else
    printLines([
      `${counted(events, 'event')} to position ${end}, in ${counted(segments, 'segment')}`,
    ]);
  for (const fault of json ? [] : faults) printFault(fault);
  return faults.length === 0 ? exitCode.done : exitCode.fault;
};

/** `ledger event-node backup|restore|check`, which work on the files of the embedded node. */
export const eventLogCommands = (finish: Finish): Command[] => {
  const isJson = (command: Command): boolean => command.optsWithGlobals()['json'] === true;
  const backupCommand = new Command('backup')
    .description('Copy the log, also while the node runs')
    .argument('<dir>', 'an empty directory, made if missing')
    .action(async (dir: string, _, command: Command) => {
      finish(await onLog(isJson(command), async (on) => backup(on, dir)));
    });
  const restoreCommand = new Command('restore')
    .description('Put the log of a backup where no log is')
    .argument('<dir>', 'what `backup` made')
    .action(async (dir: string, _, command: Command) => {
      finish(await onLog(isJson(command), async (on) => restore(on, dir)));
    });
  const checkCommand = new Command('check')
    .description('Check every record and the index, while no node runs')
    .action(async (_, command: Command) => {
      finish(await onLog(isJson(command), check));
    });
  return [backupCommand, restoreCommand, checkCommand];
};
