import { constants } from 'node:os';
import { expect, test } from '@jest/globals';
import { isDiskFull, isIndexDiskFull } from './faults.js';

const failed = (code: number | string): Error => Object.assign(new Error('failed'), { code });

/**
 * Makes the error with which LMDB rejects a transaction. The given reason is why the transaction
 * failed.
 */
const commitFailed = (reason: Error): Error => {
  const commitError = Promise.reject(reason);
  commitError.catch(() => undefined);
  return Object.assign(new Error('Commit failed (see commitError for details)'), { commitError });
};

const { ENOSPC, EDQUOT, EFBIG, EIO, EACCES } = constants.errno;

test.each([ENOSPC, EDQUOT, EFBIG, EIO])(
  'a commit that failed with %i had no room',
  async (code) => {
    expect(await isIndexDiskFull(commitFailed(failed(code)))).toBe(true);
  },
);

test('a commit that failed for another reason is a fault', async () => {
  expect(await isIndexDiskFull(commitFailed(failed(EACCES)))).toBe(false);
  expect(await isIndexDiskFull(failed('EIO'))).toBe(false);
});

test('an input/output error of the log itself is a fault', () => {
  expect(isDiskFull(failed('ENOSPC'))).toBe(true);
  expect(isDiskFull(failed('EIO'))).toBe(false);
});
