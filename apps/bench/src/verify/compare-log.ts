import type { ExpectedCapture } from './expected-captures.js';
import type { LoggedCapture } from './log-reader.js';
import type { Problems } from './verdict.js';

/** Captures of an order in the log. */
export interface LoggedOrder {
  captures: number;
  /** Minor units. */
  amount: number;
}

/** Compares what was answered with what stands in the log; answers what the log has of each order. */
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
