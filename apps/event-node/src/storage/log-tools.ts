/** What works on the files of a log without a node: for commands of an operator. */
export { defaultLimits } from '../node-limits.js';
export { backupLog } from './backup-log.js';
export { checkLog } from './check-log.js';
export { describeLog } from './describe-log.js';
export { logDirectoryOf, WrongDirectory } from './log-directory.js';
export { restoreLog } from './restore-log.js';
