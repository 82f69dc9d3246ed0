import { constants } from 'node:os';

/** The directory holds data in a format that this node does not know. */
export class UnknownFormat extends Error {
  override readonly name = 'UnknownFormat';
}

/**
 * The index or the owner file belongs to a log with more or other segments than there are.
 * Acknowledged events would be lost, so the node does not start.
 */
export class LogIncomplete extends Error {
  override readonly name = 'LogIncomplete';

  constructor(logDirectory: string, what: string) {
    super(`The event log in ${logDirectory} is not complete: ${what}`);
  }
}

/** The node does not start on a directory. The message says how to restore it. */
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

/** There was no room for a write. It was undone: the log is as it was before it. */
export class DiskFull extends Error {
  override readonly name = 'DiskFull';

  constructor(cause: unknown) {
    super('The disk has no room for what the event node has to write.', { cause });
  }
}

const { ENOSPC, EDQUOT, EFBIG, EIO } = constants.errno;
const names: readonly unknown[] = ['ENOSPC', 'EDQUOT', 'EFBIG'];
const numbers: readonly unknown[] = [ENOSPC, EDQUOT, EFBIG];

/** True if a write failed for lack of room: on the disk, for this user or in this file. */
export const isDiskFull = (error: unknown): boolean =>
  error instanceof Error &&
  'code' in error &&
  (names.includes(error.code) || numbers.includes(error.code));

/**
 * The same for a commit of LMDB, whose error holds a promise of the reason. LMDB reports a partly
 * written page as an input/output error, so that counts too: the index has nothing that the log
 * does not have.
 */
export const isIndexDiskFull = async (error: unknown): Promise<boolean> => {
  if (!(error instanceof Error)) return false;
  if (!('commitError' in error)) return isDiskFull(error);
  return Promise.resolve(error.commitError).then(() => false, isNoRoomForPages);
};

const isNoRoomForPages = (error: unknown): boolean =>
  isDiskFull(error) || (error instanceof Error && 'code' in error && error.code === EIO);
