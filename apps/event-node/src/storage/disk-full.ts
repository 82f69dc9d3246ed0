import { constants } from 'node:os';

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
