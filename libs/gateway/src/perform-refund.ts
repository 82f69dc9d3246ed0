import type Stripe from 'stripe';
import { toGatewayAmount } from './gateway-terms.js';
import type { CallOutcome } from './gateway-calls.js';
import type { GatewayRefund, RefundRequest } from './model.js';
import { done, readingOf, refused, unknown, type Outcome } from './outcome.js';

export interface RefundCalls {
  /** Reads a page of the intent's refunds, beginning after the refund `after`. */
  readonly list: (after: string | undefined) => Promise<CallOutcome<Stripe.ApiList<Stripe.Refund>>>;
  /**
   * Sends the refund to the gateway under the refund's idempotency key. `amount` is in the
   * gateway's unit.
   */
  readonly refund: (amount: number) => Promise<CallOutcome<Stripe.Refund>>;
}

const pagesMax = 50;

/**
 * Converts a refund at the gateway to an outcome, according to its status. If a bank still has to
 * confirm the refund, the outcome is unknown.
 */
const byState = (refund: Stripe.Refund): Outcome<GatewayRefund> => {
  switch (refund.status) {
    case 'succeeded':
      return done({ id: refund.id });
    case 'failed':
    case 'canceled': {
      const code = refund.failure_reason ?? refund.status;
      const message = `The refund ${refund.id} ${refund.status} at the gateway.`;
      return refused({ status: 402, code, message });
    }
    case null:
    default:
      return unknown('pending', `The refund ${refund.id} is ${refund.status ?? 'pending'}.`);
  }
};

/** The refund at the gateway that carries the ledger's refund id; `undefined` if there is none. */
const find = async (
  { refundId }: RefundRequest,
  { list }: RefundCalls,
): Promise<Outcome<GatewayRefund> | undefined> => {
  let after: string | undefined;
  for (let page = 0; page < pagesMax; page += 1) {
    const listed = readingOf(await list(after));
    if (listed.kind !== 'done') return listed;
    const { data, has_more: hasMore } = listed.value;
    const found = data.find(({ metadata }) => metadata?.['ledger_refund'] === refundId);
    if (found !== undefined) return byState(found);
    after = data.at(-1)?.id;
    if (!hasMore || after === undefined) return undefined;
  }
  return unknown('contradiction', 'The intent has more refunds than are looked through.');
};

/**
 * Makes a refund at the gateway exactly once. The refund is looked for by its id first, because an
 * earlier attempt may have made it. If it is not found, the refund is sent. After a 5xx answer, the
 * refund is looked for again.
 */
export const performRefund = async (
  request: RefundRequest,
  calls: RefundCalls,
): Promise<Outcome<GatewayRefund>> => {
  const amount = toGatewayAmount(request.amount, request.currency);
  if (amount === undefined) {
    const message = `The gateway cannot express ${request.amount} ${request.currency}.`;
    return refused({ status: 400, code: 'amount_not_expressible', message });
  }
  const before = await find(request, calls);
  if (before !== undefined) return before;
  const answer = await calls.refund(amount);
  if (answer.kind === 'done') return byState(answer.value);
  if (answer.kind === 'refused') return answer;
  if (answer.doubt.reason !== 'gateway-error') return answer;
  const found = await find(request, calls);
  if (found !== undefined) return found.kind === 'refused' ? answer : found;
  if (!answer.isFinal) return answer;
  const { message } = answer.doubt;
  return refused({ status: 500, code: 'gateway_error', message: `Nothing refunded. ${message}` });
};
