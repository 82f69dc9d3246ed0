import { type CapturePlan, noAnswer, notSent, type OrderNames } from '../load/load-job.js';
import { keyOf, orderIdIn } from '../load/planned-requests.js';
import type { CaptureLog, LoggedCapture, ReadModel } from './witnesses.js';

export interface CheckedRun {
  /**
   * All captures that were sent for the orders of this run, whose numbers begin with the same
   * prefix. A capture in the log that is not among them is an error.
   */
  readonly sent: readonly SentCaptures[];
  /** The position where the log ended before the first of these captures was sent. */
  readonly from: bigint | undefined;
}

export interface Witnesses {
  readonly log: CaptureLog | undefined;
  readonly readModel: ReadModel | undefined;
}

const keyPrefixOf = (names: OrderNames): string => keyOf(names, 0).slice(0, -1);

/**
 * Checks each capture of a run: an accepted capture must be in the log exactly once with its
 * amount, a refused capture must not be in the log, and the read models must have the same captures
 * as the log.
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

/** The capture that is expected in the log under one idempotency key. */
interface ExpectedCapture {
  readonly orderId: string;
  readonly amount: number;
  /**
   * The number of times that the capture must be in the log: `once` after status 202, `never` after
   * a refusal, and `perhaps` without an answer or after a status that leaves the outcome open.
   */
  readonly times: 'once' | 'never' | 'perhaps';
}

/**
 * The plan of the captures, and the status of the answer to each. If the plan has more captures
 * than there are statuses, the rest was not sent.
 */
export interface SentCaptures {
  readonly plan: CapturePlan;
  readonly statuses: Uint16Array;
}

const accepted = 202;
const rank = { never: 0, perhaps: 1, once: 2 } as const;

/**
 * Returns how often a capture must be in the log after this status. A status of 500 or more leaves
 * this open, because the event may have been appended before the error (code `OUTCOME_UNKNOWN`).
 */
const timesAfter = (status: number): ExpectedCapture['times'] => {
  if (status === accepted) return 'once';
  return status === noAnswer || status >= 500 ? 'perhaps' : 'never';
};

/**
 * Returns the expected captures by idempotency key. If a key was sent several times, a single
 * answer 202 means `once`.
 */
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

/** The result of the check of a run. */
export interface RunVerdict {
  /** The number of captures that were answered with 202. */
  readonly accepted: number;
  readonly log: 'equal' | 'different' | 'not checked';
  readonly readModel: 'equal' | 'different' | 'not checked';
  /** The first differences that the check found, as text. */
  readonly problems: readonly string[];
}

/** The verdict in a few words, for a column of the report. */
export const verdictText = ({ accepted, log, readModel }: RunVerdict): string => {
  if (log === 'different' || readModel === 'different') return 'DIFFERENT';
  if (log === 'not checked') return log;
  return readModel === 'equal' ? `${accepted} ok` : `${accepted} in log`;
};

const keptProblems = 20;

/** Counts the differences that a check finds, and keeps the first 20 as text for the report. */
export class Problems {
  readonly #first: string[] = [];
  #count = 0;

  get count(): number {
    return this.#count;
  }

  add(problem: string): void {
    this.#count += 1;
    if (this.#first.length < keptProblems) this.#first.push(problem);
  }

  list(): readonly string[] {
    const more = this.#count - this.#first.length;
    return more === 0 ? this.#first : [...this.#first, `and ${more} more`];
  }
}

/** The number and the total amount of an order's captures in the log. */
interface LoggedOrder {
  captures: number;
  /** The sum in minor units. */
  amount: number;
}

/**
 * Compares the expected captures with the log. Returns the number and the total amount of each
 * order's captures in the log, by order id.
 */
export const compareLog = async (
  expected: ReadonlyMap<string, ExpectedCapture>,
  logged: AsyncIterable<LoggedCapture>,
  problems: Problems,
): Promise<Map<string, LoggedOrder>> => {
  const orders = new Map<string, LoggedOrder>();
  const seen = new Set<string>();
  for await (const capture of logged) {
    const { key, orderId, amount } = capture;
    const order = orders.get(orderId) ?? { captures: 0, amount: 0 };
    orders.set(orderId, { captures: order.captures + 1, amount: order.amount + amount });
    if (seen.has(key)) problems.add(`${key} is in the log more than once`);
    seen.add(key);
    const problem = problemOf(capture, expected.get(key));
    if (problem !== undefined) problems.add(problem);
  }
  for (const [key, { times }] of expected) {
    if (times === 'once' && !seen.has(key))
      problems.add(`${key} was accepted and is not in the log`);
  }
  return orders;
};

const problemOf = (
  { key, orderId, amount }: LoggedCapture,
  expected: ExpectedCapture | undefined,
): string | undefined => {
  if (expected === undefined) return `${key} is in the log and was never sent`;
  if (expected.times === 'never') return `${key} was refused and is in the log`;
  if (expected.orderId !== orderId) return `${key} is in the log of order ${orderId}`;
  if (expected.amount !== amount) return `${key} has ${amount}, not ${expected.amount}`;
  return undefined;
};

/** Compares the captures of each order in the read models with the order's captures in the log. */
export const compareReadModel = async (
  logged: ReadonlyMap<string, LoggedOrder>,
  readModel: ReadModel,
  problems: Problems,
): Promise<void> => {
  const read = await readModel.orders([...logged.keys()]);
  for (const [orderId, { captures, amount }] of logged) {
    const order = read.get(orderId);
    if (order === undefined) problems.add(`the read model has no order ${orderId}`);
    else if (order.captures !== captures)
      problems.add(
        `order ${orderId} has ${order.captures} captures in the read model, ${captures} in the log`,
      );
    else if (order.captured !== amount || order.capturesAmount !== amount)
      problems.add(
        `order ${orderId} has captured ${order.captured} in the read model, ${amount} in the log`,
      );
  }
};
