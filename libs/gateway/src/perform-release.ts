import type { CallOutcome } from './gateway-calls.js';
import type { PaymentIntent, ReleaseRequest } from './model.js';
import { done } from './outcome.js';
import type { Outcome } from './outcome.js';
import { isOfOtherOrder } from './perform-capture.js';

export interface ReleaseCalls {
  readonly read: () => Promise<Outcome<PaymentIntent>>;
  readonly cancel: () => Promise<CallOutcome<PaymentIntent>>;
}

/** True if the intent no longer holds an amount on the card. */
const isOver = ({ status }: PaymentIntent): boolean =>
  status === 'canceled' || status === 'succeeded';

/**
 * Releases the amount that an intent holds on the card. A cancelled or succeeded intent holds
 * nothing, so the release is done, no matter who ended the intent. Therefore reading the intent
 * resolves every doubt. An intent of another order is not cancelled.
 */
export const performRelease = async (
  request: Pick<ReleaseRequest, 'orderId'>,
  { read, cancel }: ReleaseCalls,
): Promise<Outcome<PaymentIntent>> => {
  const before = await read();
  if (before.kind !== 'done' || isOver(before.value)) return before;
  if (isOfOtherOrder(before.value, request)) return before;
  const answer = await cancel();
  if (answer.kind === 'done') return answer;
  const after = await read();
  return after.kind === 'done' && isOver(after.value) ? done(after.value) : answer;
};
