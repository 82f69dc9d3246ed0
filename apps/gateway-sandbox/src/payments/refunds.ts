import { GatewayError } from '../gateway-error.js';
import type { Parameters } from '../http/parameters.js';
import type { SandboxLimits } from '../sandbox-limits.js';
import type { SandboxStore } from '../store.js';
import { intentOf } from './intents.js';
import { newId, now } from './objects.js';
import type { Charge, Refund } from './objects.js';

const reasons = ['duplicate', 'fraudulent', 'requested_by_customer'] as const;

export const refundsOf = (intent: string): string => `refunds of ${intent}`;

/** Finds the charge to refund, by the charge's id or as the latest charge of an intent. */
const chargeToRefund = (store: SandboxStore, parameters: Parameters): Charge => {
  const id = parameters.text('charge');
  const intentId = parameters.text('payment_intent');
  if (id === undefined && intentId === undefined) throw GatewayError.missing('payment_intent');
  const chargeId = id ?? intentOf(store, intentId ?? '').latest_charge;
  const charge = store.find('charge', chargeId);
  if (charge !== undefined) return charge;
  if (id !== undefined) throw GatewayError.resource('charge', id, 'charge');
  const message = `This PaymentIntent (${intentId ?? ''}) has no charge to refund.`;
  throw GatewayError.refused('payment_intent_unexpected_state', message);
};

/**
 * The amount to refund, in the minor unit. A request without an amount refunds all that is left of
 * the charge.
 */
const amountToRefund = (charge: Charge, parameters: Parameters): number => {
  if (charge.amount_captured === 0) {
    const message = `This PaymentIntent (${charge.payment_intent}) has no captured charge to refund.`;
    throw GatewayError.refused('payment_intent_unexpected_state', message);
  }
  const left = charge.amount_captured - charge.amount_refunded;
  const amount = parameters.amount('amount') ?? left;
  if (left === 0) {
    const message = `Charge ${charge.id} has already been refunded.`;
    throw GatewayError.refused('charge_already_refunded', message, { charge: charge.id });
  }
  if (amount > left) {
    const message = `The refund (${amount}) is above what is left of the charge (${left}).`;
    throw GatewayError.refused('amount_too_large', message, { param: 'amount' });
  }
  if (amount < 1) {
    const message = 'This value must be greater than or equal to 1.';
    throw GatewayError.parameter('amount', 'parameter_invalid_integer', message);
  }
  return amount;
};

export const createRefund = (
  store: SandboxStore,
  parameters: Parameters,
  { refundsPerIntentMax }: SandboxLimits,
): Refund => {
  const charge = chargeToRefund(store, parameters);
  const amount = amountToRefund(charge, parameters);
  if (store.length(refundsOf(charge.payment_intent)) >= refundsPerIntentMax) {
    throw GatewayError.tooMany(`A payment has at most ${refundsPerIntentMax} refunds.`);
  }
  const refund: Refund = {
    id: newId('re'),
    object: 'refund',
    amount,
    charge: charge.id,
    created: now(),
    currency: charge.currency,
    metadata: parameters.metadata(),
    payment_intent: charge.payment_intent,
    reason: parameters.oneOf('reason', reasons) ?? null,
    status: 'succeeded',
  };
  const refunded = charge.amount_refunded + amount;
  store.put({
    ...charge,
    amount_refunded: refunded,
    refunded: refunded === charge.amount_captured,
  });
  store.append(refundsOf(charge.payment_intent), refund.id);
  store.put(refund);
  return refund;
};

export const refundOf = (store: SandboxStore, id: string): Refund => {
  const refund = store.find('refund', id);
  if (refund === undefined) throw GatewayError.resource('refund', id);
  return refund;
};
