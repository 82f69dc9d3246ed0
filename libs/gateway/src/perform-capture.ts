import { toGatewayAmount } from './amounts.js';
import type { CallOutcome } from './gateway-calls.js';
import type { CaptureRequest, PaymentIntent } from './model.js';
import { done, readingOf, refused, refusedWithoutCode, unknown } from './outcome.js';
import type { Outcome, Refusal } from './outcome.js';

export interface CaptureCalls {
  readonly read: () => Promise<Outcome<PaymentIntent>>;
  /** Captures an amount in the gateway's unit, under the capture's key. */
  readonly capture: (amount: number, isFinal: boolean) => Promise<CallOutcome<PaymentIntent>>;
}

/** The state of a capture by the amounts of its intent. */
type Finding = 'captured' | 'not captured' | 'of another order' | 'over' | 'contradiction';

const isOver = ({ status }: PaymentIntent): boolean =>
  status === 'canceled' || status === 'succeeded';

/**
 * The member of the metadata of an intent that has an order id: of the order that the ledger made
 * the intent for, or else of the order that it captured first.
 */
export const orderMember = 'ledger_order';

/** True if the intent was made or captured for another order of the ledger. */
export const isOfOtherOrder = (
  { metadata }: Pick<PaymentIntent, 'metadata'>,
  { orderId }: Pick<CaptureRequest, 'orderId'>,
): boolean => (metadata[orderMember] ?? orderId) !== orderId;

/**
 * Tells by the amounts of the intent whether the capture was made. The captures of an order come
 * one after the other, so only this capture can be at the gateway and not settled in the ledger.
 */
const findingOf = (intent: PaymentIntent, request: CaptureRequest): Finding => {
  const { captured, metadata } = intent;
  const { captureId, capturedBefore, amount } = request;
  if (captured === capturedBefore) {
    if (amount === 0) return 'captured';
    // The intent was made for another order: a registration cannot check that while the gateway
    // cannot be reached.
    return isOfOtherOrder(intent, request) ? 'of another order' : 'not captured';
  }
  // The intent was captured for another order. While it can be captured further, that contradicts
  // the ledger. When it cannot, the answer under the key of this capture says whether it was made.
  if (isOfOtherOrder(intent, request)) return isOver(intent) ? 'not captured' : 'contradiction';
  if (captured === capturedBefore + amount) return 'captured';
  // Somebody captured outside of the ledger. The metadata names the ledger's last capture.
  if (metadata['ledger_capture'] === captureId) return 'captured';
  if (!isOver(intent)) return 'contradiction';
  // Nothing more can be received. An intent that received this capture's money and more has charged
  // the customer for it: a failure would let it be charged again.
  return captured > capturedBefore + amount ? 'captured' : 'over';
};

/**
 * Codes of refusals that an earlier attempt can cause: it made the capture, and its answer was
 * lost.
 */
const explainable = new Set([
  refusedWithoutCode,
  'payment_intent_unexpected_state',
  'intent_invalid_state',
  'charge_already_captured',
  'amount_too_large',
]);

/** Codes of refusals which say that the authorisation has lapsed. */
const lapsedCodes = new Set(['charge_expired_for_capture', 'capture_charge_authorization_expired']);

const lapsed = ({ id, status }: PaymentIntent): Refusal => ({
  status: 400,
  code: 'payment_intent_unexpected_state',
  message: `The intent ${id} is ${status} at the gateway; it holds nothing any more.`,
  isLapsed: true,
});

const foreign = ({ id }: PaymentIntent): Refusal => ({
  status: 400,
  code: 'intent_of_other_order',
  message: `The intent ${id} is that of another order.`,
});

/**
 * The outcome of the capture by the state of its intent; `undefined` if the intent shows that the
 * capture was not made.
 */
const resolve = async (
  request: CaptureRequest,
  { read }: CaptureCalls,
): Promise<Outcome<PaymentIntent> | undefined> => {
  const found = readingOf(await read());
  if (found.kind !== 'done') return found;
  const intent = found.value;
  if (intent.currency !== request.currency) {
    const message = `The intent is in ${intent.currency}, the order in ${request.currency}.`;
    return refused({ status: 400, code: 'currency_mismatch', message });
  }
  switch (findingOf(intent, request)) {
    case 'captured':
      return done(intent);
    case 'not captured':
      return beforeCapture(intent);
    case 'of another order':
      return refused(foreign(intent));
    case 'over':
      return refused(lapsed(intent));
    case 'contradiction':
      return unknown('contradiction', contradictionIn(intent, request));
  }
};

/**
 * A cancelled intent is refused. With an intent in `processing` the capture waits: the gateway
 * would refuse it now, and may still charge the customer a moment later.
 */
const beforeCapture = (intent: PaymentIntent): Outcome<PaymentIntent> | undefined => {
  const { id, status } = intent;
  if (status === 'canceled') return refused(lapsed(intent));
  return status === 'processing'
    ? unknown('pending', `The intent ${id} is being processed at the gateway.`)
    : undefined;
};

const contradictionIn = (intent: PaymentIntent, request: CaptureRequest): string =>
  isOfOtherOrder(intent, request)
    ? `Intent ${intent.id} was captured for another order: ${intent.metadata[orderMember]}.`
    : `Intent ${intent.id} has received ${intent.captured}, which is neither ` +
      `${request.capturedBefore} nor ${request.amount} more.`;

/**
 * Sends the capture. An earlier attempt may have had another `isFinal`, because the order has
 * changed since. The key then belongs to that earlier request, which is sent again to get its
 * answer.
 */
const send = async (
  { isFinal }: CaptureRequest,
  { capture }: CaptureCalls,
  amount: number,
): Promise<CallOutcome<PaymentIntent>> => {
  const answer = await capture(amount, isFinal);
  const isOfOther = answer.kind === 'unknown' && answer.doubt.reason === 'key-used-otherwise';
  return isOfOther ? capture(amount, !isFinal) : answer;
};

/**
 * Captures once. The intent is read first: a capture whose answer was lost is found there, also
 * after the gateway has forgotten its key. Then the capture is sent under its key; and where the
 * answer leaves a doubt that no repeat under this key can end, the intent is read again.
 */
export const performCapture = async (
  request: CaptureRequest,
  calls: CaptureCalls,
): Promise<Outcome<PaymentIntent>> => {
  const amount = toGatewayAmount(request.amount, request.currency);
  if (amount === undefined) {
    const message = `The gateway cannot express ${request.amount} ${request.currency}.`;
    return refused({ status: 400, code: 'amount_not_expressible', message });
  }
  const before = await resolve(request, calls);
  if (before !== undefined) return before;
  const answer = await send(request, calls, amount);
  if (answer.kind === 'done') return answer;
  if (answer.kind === 'refused') {
    const { refusal } = answer;
    if (lapsedCodes.has(refusal.code)) return refused({ ...refusal, isLapsed: true });
    if (!explainable.has(refusal.code)) return answer;
    return (await resolve(request, calls)) ?? answer;
  }
  return resolveDoubt(request, { calls, answer });
};

/**
 * After a 5xx the intent shows whether the capture was made. If it was not made, it has failed only
 * if the 5xx is stored under the key; otherwise the gateway may still be executing the request.
 */
const resolveDoubt = async (
  request: CaptureRequest,
  { calls, answer }: { calls: CaptureCalls; answer: CallOutcome<PaymentIntent> },
): Promise<Outcome<PaymentIntent>> => {
  if (answer.kind !== 'unknown' || answer.doubt.reason !== 'gateway-error') return answer;
  const found = await resolve(request, calls);
  if (found !== undefined) return found.kind === 'refused' ? answer : found;
  if (!answer.isFinal) return answer;
  const { message } = answer.doubt;
  return refused({ status: 500, code: 'gateway_error', message: `Nothing captured. ${message}` });
};
