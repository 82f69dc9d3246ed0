import { expect, test } from '@jest/globals';
import { usePostgres } from '../../../../../test/support/postgres.js';
import { verificationMigrations, VerificationRuns } from './verification-runs.js';

const postgres = usePostgres(verificationMigrations);

/** Makes `count` runs that end one after the other. Returns their ids, the oldest first. */
const endedRuns = async (runs: VerificationRuns, count: number): Promise<string[]> => {
  const ids: string[] = [];
  for (let made = 0; made < count; made += 1) {
    const { run } = await runs.begin('auditor', undefined);
    await runs.end(run.verificationId, undefined);
    ids.push(run.verificationId);
  }
  return ids;
};

test('lists the runs newest first, a page after the other', async () => {
  const runs = new VerificationRuns(postgres.pool);
  const newestFirst = (await endedRuns(runs, 5)).toReversed();
  const listed: string[] = [];
  for (;;) {
    const page = await runs.list(2, listed.at(-1));
    listed.push(...page.map(({ verificationId }) => verificationId));
    if (page.length < 2) break;
  }
  expect(listed).toEqual(newestFirst);
});
