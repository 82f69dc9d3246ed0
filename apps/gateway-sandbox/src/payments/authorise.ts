import { GatewayError } from '../gateway-error.js';
import type { Parameters } from '../http/parameters.js';
import type { SandboxStore } from '../store.js';
import { declineOf } from './cards.js';
import type { TestCard } from './cards.js';
import {
  intentList,
  intentOf,
  newIntent,
  putIntent,
  requireCard,
  unexpectedState,
} from './intents.js';
import type { PaymentContext } from './intents.js';
import { newId, now } from './objects.js';
import type { Charge, Intent, IntentStatus } from './objects.js';

const confirmable: readonly IntentStatus[] = [
  ...(['requires_payment_method', 'requires_confirmation', 'requires_action'] as const),
];

export const createIntent = (context: PaymentContext, parameters: Parameters): Intent => {
  const { store } = context;
  const intent = newIntent(store, parameters);
  const confirms = parameters.flag('confirm') ?? false;
  const paymentMethod = parameters.text('payment_method');
  if (confirms && paymentMethod === undefined) throw GatewayError.missing('payment_method');
  store.add('intents', intent);
  store.append(intentList, intent.id);
  return confirms ? authorise(context, intent, intent.payment_method ?? '') : intent;
};

export const confirmIntent = (
  context: PaymentContext,
  id: string,
  parameters: Parameters,
): Intent => {
  const intent = intentOf(context.store, id);
  const paymentMethod = parameters.text('payment_method') ?? intent.payment_method;
  if (!confirmable.includes(intent.status)) throw unexpectedState(intent, 'confirmed');
  if (paymentMethod === null) throw GatewayError.missing('payment_method');
  return authorise(context, intent, paymentMethod);
};

/**
 * Charges or authorises the intent's amount on a test card. The test card decides whether it
 * accepts, declines, or requires the customer to authenticate.
 */
export const authorise = (
  { store, url }: PaymentContext,
  former: Intent,
  paymentMethod: string,
): Intent => {
  const card = requireCard(paymentMethod);
  const intent = { ...former, payment_method: paymentMethod, next_action: null };
  if (card.asksForMore) {
    const redirect = { url: `${url}/sandbox/intents/${intent.id}/authenticate`, return_url: null };
    const next_action = { type: 'redirect_to_url', redirect_to_url: redirect };
    return putIntent(store, { ...intent, status: 'requires_action', next_action });
  }
  const charge = chargeOf(intent, { card, paymentMethod, url });
  store.put(charge);
  if (card.declines !== undefined) throw declined(store, intent, { charge, card });
  const isAutomatic = intent.capture_method !== 'manual';
  if (isAutomatic) store.put({ ...charge, amount_captured: charge.amount, captured: true });
  return putIntent(store, {
    ...intent,
    amount_capturable: isAutomatic ? 0 : intent.amount,
    amount_received: isAutomatic ? intent.amount : 0,
    last_payment_error: null,
    latest_charge: charge.id,
    status: isAutomatic ? 'succeeded' : 'requires_capture',
  });
};

interface ChargedCard {
  readonly card: TestCard;
  readonly paymentMethod: string;
  readonly url: string;
}

const chargeOf = (intent: Intent, { card, paymentMethod, url }: ChargedCard): Charge => {
  const id = newId('ch');
  const type = intent.payment_method_types[0] ?? 'card';
  const decline = card.declines === undefined ? undefined : declineOf(card.declines);
  return {
    id,
    object: 'charge',
    amount: intent.amount,
    amount_captured: 0,
    amount_refunded: 0,
    captured: false,
    created: now(),
    currency: intent.currency,
    customer: intent.customer,
    failure_code: decline?.code ?? null,
    failure_message: decline?.message ?? null,
    livemode: false,
    metadata: intent.metadata,
    paid: decline === undefined,
    payment_intent: intent.id,
    payment_method: paymentMethod,
    payment_method_details: { type, [type]: { brand: card.brand, last4: card.last4 } },
    receipt_url: `${url}/sandbox/receipts/${id}`,
    refunded: false,
    status: decline === undefined ? 'succeeded' : 'failed',
  };
};

const declined = (
  store: SandboxStore,
  intent: Intent,
  { charge, card }: { readonly charge: Charge; readonly card: TestCard },
): GatewayError => {
  const error = {
    type: 'card_error',
    ...declineOf(card.declines ?? ''),
    charge: charge.id,
  } as const;
  const former = putIntent(store, {
    ...intent,
    last_payment_error: error,
    latest_charge: charge.id,
    payment_method: null,
    status: 'requires_payment_method',
  });
  return new GatewayError(402, { ...error, payment_intent: former });
};

/** Simulates a customer who taps a card on the terminal. */
export const tapCard = (context: PaymentContext, id: string, parameters: Parameters): Intent => {
  const intent = intentOf(context.store, id);
  if (!confirmable.includes(intent.status)) throw unexpectedState(intent, 'tapped');
  const paymentMethod = parameters.text('payment_method') ?? intent.payment_method;
  return authorise(context, intent, paymentMethod ?? 'pm_card_visa');
};

/** Simulates a customer who has authenticated at the bank. */
export const authenticate = (context: PaymentContext, id: string): Intent => {
  const intent = intentOf(context.store, id);
  if (intent.status !== 'requires_action') throw unexpectedState(intent, 'authenticated');
  return authorise(context, intent, 'pm_card_visa');
};
