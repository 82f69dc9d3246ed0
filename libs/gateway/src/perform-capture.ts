import { toGatewayAmount } from './gateway-terms.js';
import type { CallOutcome } from './gateway-calls.js';
import type { CaptureRequest, PaymentIntent } from './model.js';
import {
  done,
  readingOf,
  refused,
  refusedWithoutCode,
  unknown,
  type Outcome,
  type Refusal,
} from './outcome.js';

export interface CaptureCalls {
  readonly read: () => Promise<Outcome<PaymentIntent>>;
  /**
   * Sends the capture to the gateway under the capture's idempotency key. `amount` is in the
   * gateway's unit.
   */
  readonly capture: (amount: number, isFinal: boolean) => Promise<CallOutcome<PaymentIntent>>;
}

/** The state of a capture, which is found out from the amounts of its payment intent. */
type Finding = 'captured' | 'not captured' | 'of another order' | 'over' | 'contradiction';

const isOver = ({ status }: PaymentIntent): boolean =>
  status === 'canceled' || status === 'succeeded';

/**
 * The metadata key under which an intent has an order id: the order for which the ledger made the
 * intent, or else the first order that was captured through the intent.
 */
export const orderMember = 'ledger_order';

/** True if the intent was made or captured for another order of the ledger. */
export const isOfOtherOrder = (
  { metadata }: Pick<PaymentIntent, 'metadata'>,
  { orderId }: Pick<CaptureRequest, 'orderId'>,
): boolean => (metadata[orderMember] ?? orderId) !== orderId;

/**
 * Finds out from the amounts of the intent whether this capture was made. The amounts suffice,
 * because the ledger makes the captures of an order one at a time. So `capturedBefore` includes
 * every other capture that the ledger has made.
 */
const findingOf = (intent: PaymentIntent, request: CaptureRequest): Finding => {
  const { captured, metadata } = intent;
  const { captureId, capturedBefore, amount } = request;
  if (captured === capturedBefore) {
    if (amount === 0) return 'captured';
    // The intent may belong to another order. The ledger checks this when an order is registered,
    // but it cannot if the gateway does not answer at that moment.
    return isOfOtherOrder(intent, request) ? 'of another order' : 'not captured';
  }
  // The intent was captured for another order. If more can still be captured, this contradicts the
  // ledger. If not, the capture counts as not made. The gateway's answer under the capture's key
  // then shows whether an earlier attempt made it.
  if (isOfOtherOrder(intent, request)) return isOver(intent) ? 'not captured' : 'contradiction';
  if (captured === capturedBefore + amount) return 'captured';
  // The amounts do not match, because somebody captured outside of the ledger. The metadata name
  // the newest capture that the ledger made through this intent.
  if (metadata['ledger_capture'] === captureId) return 'captured';
  if (!isOver(intent)) return 'contradiction';
  // Nothing more can be captured from the intent. If it has received more than the amount of this
  // capture, the customer has paid for this capture. The capture must then not count as failed,
  // because the customer could be charged again.
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
 * Reads the intent and returns the outcome of the capture that the intent shows. Returns
 * `undefined` if the capture was not made and may be sent.
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
 * Returns `undefined` if the capture may be sent. For a cancelled intent, the capture is refused.
 * For an intent in `processing`, the capture has to wait: the gateway would refuse it now, but may
 * still charge the customer a moment later.
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
 * Sends the capture. If the gateway knows the key from a different request, an earlier attempt had
 * the opposite `isFinal`, because the order has changed since. The earlier request is then sent
 * again, to get its answer.
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
 * Makes a capture at the gateway exactly once. The intent is read first, because it shows whether
 * an earlier attempt made the capture, even after the gateway has forgotten the idempotency key. If
 * the capture was not made, it is sent under its key. If the answer leaves a doubt that a repeat
 * under the same key cannot resolve, the intent is read again.
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
 * Resolves the doubt after a 5xx answer. The intent shows whether the capture was made. If the
 * capture was not made, it has failed only if the gateway has stored the 5xx under the idempotency
 * key. Otherwise the gateway may still be executing the request.
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
