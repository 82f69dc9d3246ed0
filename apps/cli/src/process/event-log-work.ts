import { counted } from '#evidence';
import { loadSettings } from '#runtime';
import { exitCode, type ExitCode, WrongUsage } from '../exit-code.js';
import { printFault, printJson, printLines } from '../operator/print.js';
import * as tools from '../../../event-node/src/storage/tools/log-tools.js';
import { eventNodeDir } from './start-event-node.js';

/** Works on the log of the embedded node. */
const onLog = async (work: (log: string) => Promise<ExitCode>): Promise<ExitCode> => {
  const log = tools.logDirectoryOf(eventNodeDir(loadSettings()));
  try {
    return await work(log);
  } catch (error) {
    throw error instanceof tools.WrongDirectory ? new WrongUsage(error.message) : error;
  }
};

/** Copies the log, also while the node runs. */
export const backupHere = async (directory: string, json: boolean): Promise<ExitCode> =>
  onLog(async (log) => {
    const manifest = await tools.backupLog(log, directory);
    const { events, end, files } = manifest;
    if (json) printJson(manifest);
    else
      printLines([
        `${counted(events, 'event')} to position ${end}, in ${counted(files.length, 'file')}: ${directory}`,
      ]);
    return exitCode.done;
  });

/** Puts the log of a backup where no log is. */
export const restoreHere = async (directory: string, json: boolean): Promise<ExitCode> =>
  onLog(async (log) => {
    const manifest = await tools.restoreLog(directory, log);
    if (json) printJson(manifest);
    else printLines([`${counted(manifest.events, 'event')} of ${manifest.createdAt}: ${log}`]);
    return exitCode.done;
  });

/** Checks every record and the index, while no node runs. */
export const checkHere = async (json: boolean): Promise<ExitCode> =>
  onLog(async (log) => {
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
