import { Command } from 'commander';
import { counted } from '#evidence';
import { loadSettings } from '#runtime';
import { exitCode, type ExitCode, type Finish, WrongUsage } from '../exit-code.js';
import { printFault, printJson, printLines } from '../operator/print.js';
import { eventNodeDir } from './start-event-node.js';

type LogTools = typeof import('../../../event-node/src/storage/tools/log-tools.js');

type LogTask = (tools: LogTools, logDirectory: string) => Promise<ExitCode>;

/**
 * Runs a task on the log files of the embedded event node. The module is loaded only when this
 * function is called, because it loads the native library LMDB.
 */
const onLog = async (task: LogTask): Promise<ExitCode> => {
  const tools = await import('../../../event-node/src/storage/tools/log-tools.js');
  try {
    return await task(tools, tools.logDirectoryOf(eventNodeDir(loadSettings())));
  } catch (error) {
    throw error instanceof tools.WrongDirectory ? new WrongUsage(error.message) : error;
  }
};

const backUp = async (directory: string, json: boolean): Promise<ExitCode> =>
  onLog(async (tools, log) => {
    const manifest = await tools.backupLog(log, directory);
    const { events, end, files } = manifest;
    if (json) printJson(manifest);
    else
      printLines([
        `${counted(events, 'event')} to position ${end}, in ${counted(files.length, 'file')}: ${directory}`,
      ]);
    return exitCode.done;
  });

const restore = async (directory: string, json: boolean): Promise<ExitCode> =>
  onLog(async (tools, log) => {
    const manifest = await tools.restoreLog(directory, log);
    if (json) printJson(manifest);
    else printLines([`${counted(manifest.events, 'event')} of ${manifest.createdAt}: ${log}`]);
    return exitCode.done;
  });

const check = async (json: boolean): Promise<ExitCode> =>
  onLog(async (tools, log) => {
    const found = await tools.checkLog(log, tools.defaultNodeLimits);
    const { events, segments, end, faults } = found;
    if (json) printJson(found);
    else
      printLines([
        `${counted(events, 'event')} to position ${end}, in ${counted(segments, 'segment')}`,
      ]);
    for (const fault of json ? [] : faults) printFault(fault);
    return faults.length === 0 ? exitCode.done : exitCode.fault;
  });

/**
 * `ledger event-node backup|restore|check`: commands on the log files of the embedded event node.
 */
export const eventLogCommands = (finish: Finish): Command[] => {
  const isJson = (command: Command): boolean => command.optsWithGlobals()['json'] === true;
  const backupCommand = new Command('backup')
    .description('Copy the log; the event node may be running')
    .argument('<dir>', 'an empty directory, created if missing')
    .action(async (dir: string, _, command: Command) => {
      finish(await backUp(dir, isJson(command)));
    });
  const restoreCommand = new Command('restore')
    .description('Restore the log of a backup into a data directory without a log')
    .argument('<dir>', 'the directory that `backup` wrote')
    .action(async (dir: string, _, command: Command) => {
      finish(await restore(dir, isJson(command)));
    });
  const checkCommand = new Command('check')
    .description('Check every record and the index; stop the event node first')
    .action(async (_, command: Command) => {
      finish(await check(isJson(command)));
    });
  return [backupCommand, restoreCommand, checkCommand];
};
