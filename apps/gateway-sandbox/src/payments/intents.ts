import { GatewayError } from '../gateway-error.js';
import type { Parameters } from '../http/parameters.js';
import type { SandboxStore } from '../store.js';
import { cardOf } from './cards.js';
import type { TestCard } from './cards.js';
import { isCurrency } from './currencies.js';
import { newId, now, randomText } from './objects.js';
import type { Intent } from './objects.js';

/** The smallest amount that the gateway charges, in the minor unit. */
const amountMin = 50;

const methods = ['card', 'card_present', 'interac_present'] as const;
const captureMethods = ['automatic', 'automatic_async', 'manual'] as const;

/** The context that operations on intents get from the request. */
export interface PaymentContext {
  readonly store: SandboxStore;
  /** The address of the sandbox, for links in its answers. */
  readonly url: string;
}

export const intentList = 'intents';

/**
 * The intent as it is now: an authorisation that was not captured in its time has lapsed. Until the
 * next write this stands in answers only.
 */
export const findIntent = (store: SandboxStore, id: string): Intent | undefined => {
  const intent = store.find('payment_intent', id);
  if (intent?.status !== 'requires_capture') return intent;
  // A card is authorised after its intent was made, so that most intents need no second look.
  if (lapseOf(store, intent, intent.created) > now()) return intent;
  const { created } = store.find('charge', intent.latest_charge) ?? intent;
  const lapsesAt = lapseOf(store, intent, created);
  return lapsesAt <= now() ? ended(intent, 'expired', lapsesAt) : intent;
};

/** When an authorisation of the intent lapses that was made at a time. */
const lapseOf = (
  { limits }: SandboxStore,
  { payment_method_types: [type = 'card'] }: Intent,
  madeAt: number,
): number => madeAt + (type === 'card' ? limits.cardHeldSeconds : limits.terminalHeldSeconds);

/** The intent after it ended: nothing is held for it. */
export const ended = (intent: Intent, reason: string | null, at = now()): Intent => ({
  ...intent,
  amount_capturable: 0,
  canceled_at: at,
  cancellation_reason: reason,
  status: 'canceled',
});

export const intentOf = (store: SandboxStore, id: string): Intent => {
  const intent = findIntent(store, id);
  if (intent === undefined) throw GatewayError.resource('payment_intent', id, undefined);
  return intent;
};

export const newIntent = (store: SandboxStore, parameters: Parameters): Intent => {
  const amount = parameters.amount('amount');
  if (amount === undefined) throw GatewayError.missing('amount');
  checkAmount(amount, 'amount');
  const customer = parameters.text('customer') ?? null;
  if (customer !== null && store.find('customer', customer) === undefined) {
    throw GatewayError.resource('customer', customer, 'customer');
  }
  const paymentMethod = parameters.text('payment_method') ?? null;
  if (paymentMethod !== null) requireCard(paymentMethod);
  const id = newId('pi');
  return {
    id,
    object: 'payment_intent',
    amount,
    amount_capturable: 0,
    amount_received: 0,
    canceled_at: null,
    cancellation_reason: null,
    capture_method: parameters.oneOf('capture_method', captureMethods) ?? 'automatic_async',
    client_secret: `${id}_secret_${randomText(25)}`,
    confirmation_method: 'automatic',
    created: now(),
    currency: currencyOf(parameters),
    customer,
    description: parameters.text('description') ?? null,
    last_payment_error: null,
    latest_charge: null,
    livemode: false,
    metadata: parameters.metadata(),
    next_action: null,
    payment_method: paymentMethod,
    payment_method_types: methodTypesOf(parameters),
    receipt_email: parameters.text('receipt_email') ?? null,
    status: paymentMethod === null ? 'requires_payment_method' : 'requires_confirmation',
  };
};

const currencyOf = (parameters: Parameters): string => {
  const currency = parameters.requiredText('currency').toLowerCase();
  if (isCurrency(currency)) return currency;
  const message = `Invalid currency: ${currency.slice(0, 20)}`;
  throw GatewayError.parameter('currency', 'parameter_invalid', message);
};

/** The method types under the name of later versions of the gateway. */
const allowedTypesOf = (parameters: Parameters): readonly string[] | undefined =>
  parameters.texts('allowed_payment_method_types');

const methodTypesOf = (parameters: Parameters): readonly string[] => {
  const types = parameters.texts('payment_method_types') ?? allowedTypesOf(parameters) ?? ['card'];
  const unknown = types.find((type) => !methods.some((method) => method === type));
  if (unknown === undefined) return types;
  const message = `The payment method type "${unknown}" is invalid.`;
  throw GatewayError.parameter('payment_method_types', 'parameter_invalid', message);
};

export const checkAmount = (amount: number, param: string): void => {
  if (amount >= amountMin) return;
  const message = `Amount must be at least ${amountMin} in the currency's minor unit.`;
  throw GatewayError.refused('amount_too_small', message, { param });
};

export const requireCard = (paymentMethod: string): TestCard => {
  const card = cardOf(paymentMethod);
  if (card !== undefined) return card;
  throw GatewayError.resource('PaymentMethod', paymentMethod, 'payment_method');
};

export const unexpectedState = (intent: Intent, action: string): GatewayError =>
  GatewayError.refused(
    'payment_intent_unexpected_state',
    `This PaymentIntent could not be ${action} because it has a status of ${intent.status}.`,
    { payment_intent: intent },
  );

export const putIntent = (store: SandboxStore, intent: Intent): Intent => {
  store.put(intent);
  return intent;
};
