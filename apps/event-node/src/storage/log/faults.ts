import { constants } from 'node:os';

/** The directory holds data of a format that this node does not know. */
export class UnknownFormat extends Error {
  override readonly name = 'UnknownFormat';
}

/**
 * Index or owner file know of a log that the segments are not, or not all of. To go on with what is there would lose
 * events that were acknowledged, so the node does not start.
 */
export class LogIncomplete extends Error {
  override readonly name = 'LogIncomplete';

  constructor(logDirectory: string, what: string) {
    super(`The event log in ${logDirectory} is not complete: ${what}`);
  }
}

/** The node does not start on what a directory holds; says how to restore it. */
export class StartRefused extends Error {
  override readonly name = 'StartRefused';

  constructor(logDirectory: string, cause: Error) {
    super(
      `${cause.message} The event node does not start; the segment files are as they were found. Put back those that ` +
        `belong there, or restore a backup: move ${logDirectory} away and keep it, run ` +
        '`ledger event-node restore <backup>`, start, and run `ledger rebuild` ' +
        '(docs/event-node.md, "A start that is refused").',
      { cause },
    );
  }
}

/** There was no room for a write. What it had begun is taken back: the log is as it was before it. */
export class DiskFull extends Error {
  override readonly name = 'DiskFull';

  constructor(cause: unknown) {
    super('The disk has no room for what the event node has to write.', { cause });
  }
}

const { ENOSPC, EDQUOT, EFBIG, EIO } = constants.errno;
const names: readonly unknown[] = ['ENOSPC', 'EDQUOT', 'EFBIG'];
const numbers: readonly unknown[] = [ENOSPC, EDQUOT, EFBIG];

/** Whether the system had no room for a write: on the disk, for this user or in this file. */
export const isDiskFull = (error: unknown): boolean =>
  error instanceof Error &&
  'code' in error &&
  (names.includes(error.code) || numbers.includes(error.code));

/**
 * The same of a commit of LMDB, whose error holds a promise of the reason. A page for which there was room in part only
 * LMDB calls an input/output error, so that counts too: the index holds nothing that the log does not.
 */
export const isIndexDiskFull = async (error: unknown): Promise<boolean> => {
  if (!(error instanceof Error)) return false;
  if (!('commitError' in error)) return isDiskFull(error);
  return Promise.resolve(error.commitError).then(() => false, isNoRoomForPages);
};

const isNoRoomForPages = (error: unknown): boolean =>
  isDiskFull(error) || (error instanceof Error && 'code' in error && error.code === EIO);
