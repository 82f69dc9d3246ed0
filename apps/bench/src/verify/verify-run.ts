import type { OrderNames } from '../load/load-job.js';
import { keyOf } from '../load/planned-requests.js';
import {
  compareLog,
  compareReadModel,
  expectedCaptures,
  type SentCaptures,
  Problems,
  type RunVerdict,
} from './compare-captures.js';
import type { CaptureLog, ReadModel } from './witnesses.js';

export interface CheckedRun {
  /** All captures of orders of one name. */
  readonly sent: readonly SentCaptures[];
  /** The end of the log before the first of them. */
  readonly from: bigint | undefined;
}

export interface Witnesses {
  readonly log: CaptureLog | undefined;
  readonly readModel: ReadModel | undefined;
}

const keyPrefixOf = (names: OrderNames): string => keyOf(names, 0).slice(0, -1);

/**
 * Checks each capture of a run: an accepted one is in the log exactly once with its amount, and the
 * read model is equal.
 */
export const verifyRun = async (
  { sent, from }: CheckedRun,
  { log, readModel }: Witnesses,
): Promise<RunVerdict> => {
  const expected = expectedCaptures(sent);
  const accepted = [...expected.values()].filter(({ times }) => times === 'once').length;
  const unchecked = {
    accepted,
    log: 'not checked',
    readModel: 'not checked',
    problems: [],
  } as const;
  const [first] = sent;
  if (log === undefined || first === undefined) return unchecked;
  const problems = new Problems();
  const logged = await compareLog(
    expected,
    log.captures(from, keyPrefixOf(first.plan.names)),
    problems,
  );
  const inLog = problems.count === 0 ? 'equal' : 'different';
  if (readModel === undefined) return { ...unchecked, log: inLog, problems: problems.list() };
  const before = problems.count;
  await readModel.reached(await log.lastLedgerPosition());
  await compareReadModel(logged, readModel, problems);
  const inReadModel = problems.count === before ? 'equal' : 'different';
  return { accepted, log: inLog, readModel: inReadModel, problems: problems.list() };
};
