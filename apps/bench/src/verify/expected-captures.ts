import { noAnswer, notSent } from '../load/load-job.js';
import type { CapturePlan } from '../load/load-job.js';
import { keyOf, orderIdIn } from '../load/planned-requests.js';

/** What must stand in the log under one key. */
export interface ExpectedCapture {
  readonly orderId: string;
  readonly amount: number;
  /** `once` after a 202, `never` after a refusal, `perhaps` when there was no answer or one that leaves it open. */
  readonly times: 'once' | 'never' | 'perhaps';
}

/** Captures and how they were answered; `statuses` may be shorter than the plan. */
export interface SentCaptures {
  readonly plan: CapturePlan;
  readonly statuses: Uint16Array;
}

const accepted = 202;
const rank = { never: 0, perhaps: 1, once: 2 } as const;

/** A server's error may come after the append (`OUTCOME_UNKNOWN`). */
const timesAfter = (status: number): ExpectedCapture['times'] => {
  if (status === accepted) return 'once';
  return status === noAnswer || status >= 500 ? 'perhaps' : 'never';
};

/** By key. A key that was sent more often is expected as its best answer says. */
export const expectedCaptures = (runs: readonly SentCaptures[]): Map<string, ExpectedCapture> => {
  const expected = new Map<string, ExpectedCapture>();
  for (const run of runs) addRun(expected, run);
  return expected;
};

const addRun = (expected: Map<string, ExpectedCapture>, { plan, statuses }: SentCaptures): void => {
  const { names, orders, keys, amounts } = plan;
  const ids = new Map<number, string>();
  statuses.forEach((status, index) => {
    if (status === notSent) return;
    const order = orders[index] ?? 0;
    const orderId = ids.get(order) ?? orderIdIn(names, order);
    ids.set(order, orderId);
    const key = keyOf(names, keys[index] ?? 0);
    const times = timesAfter(status);
    const before = expected.get(key);
    if (before !== undefined && rank[before.times] >= rank[times]) return;
    expected.set(key, { orderId, amount: amounts[index] ?? 0, times });
  });
};
