import { GatewayError } from '../gateway-error.js';
import type { Parameters } from '../http/parameters.js';
import { declineOf, isDeclinedOnCapture } from './cards.js';
import { checkAmount, ended, intentOf, putIntent, unexpectedState } from './intents.js';
import type { PaymentContext } from './intents.js';
import type { Intent, IntentStatus } from './objects.js';

const reasons = ['duplicate', 'fraudulent', 'requested_by_customer', 'abandoned'] as const;
const cancelable: readonly IntentStatus[] = [
  ...(['requires_payment_method', 'requires_confirmation', 'requires_action'] as const),
  ...(['processing', 'requires_capture'] as const),
];

export const captureIntent = (
  { store }: PaymentContext,
  id: string,
  parameters: Parameters,
): Intent => {
  const intent = intentOf(store, id);
  const charge = store.find('charge', intent.latest_charge);
  const amount = parameters.amount('amount_to_capture') ?? intent.amount_capturable;
  const isFinal = parameters.flag('final_capture') ?? true;
  const metadata = parameters.metadata(intent.metadata);
  if (intent.status !== 'requires_capture' || charge === undefined) {
    throw refusedCapture(intent);
  }
  checkAmount(amount, 'amount_to_capture');
  if (amount > intent.amount_capturable) {
    const capturable = intent.amount_capturable;
    const message = `The amount to capture (${amount}) is above what can be captured (${capturable}).`;
    const details = { param: 'amount_to_capture', payment_intent: intent };
    throw GatewayError.refused('amount_too_large', message, details);
  }
  if (isDeclinedOnCapture(intent.payment_method, amount)) {
    const error = { type: 'card_error', ...declineOf('generic_decline') } as const;
    throw new GatewayError(402, { ...error, charge: charge.id, payment_intent: intent });
  }
  const captured = intent.amount_received + amount;
  const left = isFinal ? 0 : intent.amount_capturable - amount;
  store.put({ ...charge, amount_captured: captured, captured: left === 0, metadata });
  return putIntent(store, {
    ...intent,
    amount_capturable: left,
    amount_received: captured,
    metadata,
    status: left === 0 ? 'succeeded' : 'requires_capture',
  });
};

const refusedCapture = (intent: Intent): GatewayError => {
  if (intent.cancellation_reason !== 'expired') return unexpectedState(intent, 'captured');
  const message = 'The charge cannot be captured: its authorisation has expired.';
  return GatewayError.refused('charge_expired_for_capture', message, { payment_intent: intent });
};

export const cancelIntent = (
  { store }: PaymentContext,
  id: string,
  parameters: Parameters,
): Intent => {
  const intent = intentOf(store, id);
  const reason = parameters.oneOf('cancellation_reason', reasons) ?? null;
  if (!cancelable.includes(intent.status)) throw unexpectedState(intent, 'canceled');
  return putIntent(store, ended(intent, reason));
};

/** Makes the authorisation lapse now. At Stripe, an authorisation lapses after some days. */
export const lapse = ({ store }: PaymentContext, id: string): Intent => {
  const intent = intentOf(store, id);
  if (intent.status !== 'requires_capture') throw unexpectedState(intent, 'lapsed');
  return putIntent(store, ended(intent, 'expired'));
};
