import { constants } from 'node:os';

/** Thrown if the directory holds data in a format that this release does not know. */
export class UnknownFormat extends Error {
  override readonly name = 'UnknownFormat';
}

/**
 * Thrown if files of the log are missing or belong to a different log: the index or the owner file
 * mentions events or segment files that were not found. The node does not start, because
 * acknowledged events would be lost.
 */
export class LogIncomplete extends Error {
  override readonly name = 'LogIncomplete';

  constructor(logDirectory: string, what: string) {
    super(`The event log in ${logDirectory} is not complete: ${what}`);
  }
}

/**
 * Thrown if the node does not start on this log. The message tells the operator how to restore the
 * log.
 */
export class StartRefused extends Error {
  override readonly name = 'StartRefused';

  constructor(logDirectory: string, cause: Error) {
    super(
      `${cause.message} The event node does not start; the segment files were not changed. Put back the files that ` +
        `belong there, or restore a backup: move ${logDirectory} away and keep it, run ` +
        '`ledger event-node restore <backup>`, start, and run `ledger rebuild` ' +
        '(docs/event-node.md, "A start that is refused").',
      { cause },
    );
  }
}

/**
 * Thrown if the disk had no room for a write. The part that was written is removed, so that the log
 * is as it was before.
 */
export class DiskFull extends Error {
  override readonly name = 'DiskFull';

  constructor(cause: unknown) {
    super('The disk has no room for what the event node has to write.', { cause });
  }
}

const { ENOSPC, EDQUOT, EFBIG, EIO } = constants.errno;
const names: readonly unknown[] = ['ENOSPC', 'EDQUOT', 'EFBIG'];
const numbers: readonly unknown[] = [ENOSPC, EDQUOT, EFBIG];

/**
 * True if a write failed because the disk is full, or because a quota or the limit of a file's size
 * is reached.
 */
export const isDiskFull = (error: unknown): boolean =>
  error instanceof Error &&
  'code' in error &&
  (names.includes(error.code) || numbers.includes(error.code));

/**
 * True if a transaction of LMDB failed because the disk is full. The error of LMDB holds a rejected
 * promise with the reason. A page of LMDB that was written only in part is reported as an
 * input/output error (EIO), so EIO counts as a full disk too. Trying again is safe, because the log
 * has all data of the index.
 */
export const isIndexDiskFull = async (error: unknown): Promise<boolean> => {
  if (!(error instanceof Error)) return false;
  if (!('commitError' in error)) return isDiskFull(error);
  return Promise.resolve(error.commitError).then(() => false, isNoRoomForPages);
};

const isNoRoomForPages = (error: unknown): boolean =>
  isDiskFull(error) || (error instanceof Error && 'code' in error && error.code === EIO);
