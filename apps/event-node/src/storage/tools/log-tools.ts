import { segmentsOf } from '../log/log-directory.js';
import { completeWritesOf } from '../log/log-scan.js';

/**
 * The exports of this file are for the commands of an operator, which work on the files of a log
 * without a running node.
 */
export { defaultNodeLimits } from '../../model/node-limits.js';
export { backupLog, restoreLog } from './backup-log.js';
export { checkLog } from './check-log.js';

export { logDirectoryOf, WrongDirectory } from '../log/log-directory.js';

interface LogDescription {
  readonly logId: string;
  /** The position where the log ends. */
  readonly end: number;
  readonly events: number;
}

/**
 * Checks each record of the log in a directory. Returns the id of the log, its end and the number
 * of its events. Throws `LogDamaged`, and `WrongDirectory` if there is no log.
 */
export const describeLog = async (logDirectory: string): Promise<LogDescription> => {
  const segments = segmentsOf(logDirectory);
  try {
    const { end, events } = await completeWritesOf(segments);
    return { logId: segments.header.logId.toString('hex'), end, events };
  } finally {
    segments.close();
  }
};
