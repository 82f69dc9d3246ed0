import { toGatewayAmount } from './amounts.js';
import type { CallOutcome } from './gateway-calls.js';
import type { CaptureRequest, PaymentIntent } from './model.js';
import { done, readingOf, refused, refusedWithoutCode, unknown } from './outcome.js';
import type { Outcome, Refusal } from './outcome.js';

export interface CaptureCalls {
  readonly read: () => Promise<Outcome<PaymentIntent>>;
  /** Captures an amount in the gateway's unit, under the capture's idempotency key. */
  readonly capture: (amount: number, isFinal: boolean) => Promise<CallOutcome<PaymentIntent>>;
}

/** The state of a capture, as the amounts of its payment intent show it. */
type Finding = 'captured' | 'not captured' | 'of another order' | 'over' | 'contradiction';

const isOver = ({ status }: PaymentIntent): boolean =>
  status === 'canceled' || status === 'succeeded';

/**
 * The name under which the metadata of an intent have an order id: the order that the ledger made
 * the intent for or, if there is none, the first order that was captured through the intent.
 */
export const orderMember = 'ledger_order';

/** True if the intent was made or captured for another order of the ledger. */
export const isOfOtherOrder = (
  { metadata }: Pick<PaymentIntent, 'metadata'>,
  { orderId }: Pick<CaptureRequest, 'orderId'>,
): boolean => (metadata[orderMember] ?? orderId) !== orderId;

/**
 * Tells by the amounts of the intent whether the capture was made. The captures of an order come
 * one after the other, so no other capture can be made at the gateway but not yet recorded in the
 * ledger.
 */
const findingOf = (intent: PaymentIntent, request: CaptureRequest): Finding => {
  const { captured, metadata } = intent;
  const { captureId, capturedBefore, amount } = request;
  if (captured === capturedBefore) {
    if (amount === 0) return 'captured';
    // The intent may have been made for another order: a registration does not find that out while
    // the gateway cannot be reached.
    return isOfOtherOrder(intent, request) ? 'of another order' : 'not captured';
  }
  // The intent was captured for another order. If it can still be captured, that contradicts the
  // ledger. If not, the gateway's answer under the key of this capture shows whether the capture
  // was made.
  if (isOfOtherOrder(intent, request)) return isOver(intent) ? 'not captured' : 'contradiction';
  if (captured === capturedBefore + amount) return 'captured';
  // Somebody captured outside of the ledger, so the amounts do not match. The metadata name the
  // last capture that the ledger made.
  if (metadata['ledger_capture'] === captureId) return 'captured';
  if (!isOver(intent)) return 'contradiction';
  // The intent cannot be captured any more. If it has received the amount of this capture and more,
  // the customer was charged for this capture. If the capture failed in the ledger, the customer
  // could be charged for it again.
  return captured > capturedBefore + amount ? 'captured' : 'over';
};

/**
 * Codes of refusals that an earlier attempt can cause: the earlier attempt made the capture and its
 * answer was lost, so the gateway refuses the repeat.
 */
const explainable = new Set([
  refusedWithoutCode,
  'payment_intent_unexpected_state',
  'intent_invalid_state',
  'charge_already_captured',
  'amount_too_large',
]);

/** Refusal codes which say that the authorisation has lapsed. */
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
 * The outcome of the capture, as the state of its intent shows it; `undefined` if the intent shows
 * that the capture was not made and may be sent.
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
 * Decides whether the capture may be sent; `undefined` if it may. The capture of a cancelled intent
 * is refused. While an intent is in `processing` the capture waits: the gateway would refuse it
 * now, and may still charge the customer a moment later.
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
 * Sends the capture. If its key belongs to a different request, that was an earlier attempt with
 * the opposite `isFinal`, made before the order changed. The earlier request is then sent again to
 * get its answer.
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
 * Captures once. The intent is read first: it shows whether an earlier attempt made the capture,
 * even after the gateway has forgotten the idempotency key. Otherwise the capture is sent under its
 * key. If the answer leaves a doubt that no repeat under this key can end, the intent is read
 * again.
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
 * Resolves the doubt after a 5xx: the intent shows whether the capture was made. If it was not
 * made, the capture has failed only if the gateway has stored the 5xx under the idempotency key.
 * Otherwise the gateway may still be executing the request.
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
