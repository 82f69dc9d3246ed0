import { GatewayError } from '../gateway-error.js';
import type { Parameters } from '../http/parameters.js';
import type { SandboxStore } from '../store.js';
import { cardOf, type TestCard } from './cards.js';
import { type Intent, newId, now, randomText } from './objects.js';

/** The smallest amount that the gateway charges, in the minor unit. */
const amountMin = 50;

const methods = ['card', 'card_present', 'interac_present'] as const;
const captureMethods = ['automatic', 'automatic_async', 'manual'] as const;

export interface PaymentContext {
  readonly store: SandboxStore;
  /** The address of the sandbox, for links in its answers. */
  readonly url: string;
}

export const intentList = 'intents';

/**
 * Returns the intent. If its authorisation has lapsed by now, the returned intent is cancelled,
 * although the stored one changes only with the next write.
 */
export const findIntent = (store: SandboxStore, id: string): Intent | undefined => {
  const intent = store.find('payment_intent', id);
  if (intent?.status !== 'requires_capture') return intent;
  // An authorisation cannot be older than its intent. If not even an authorisation of the intent's
  // age has lapsed, the charge with the exact time need not be read.
  if (lapseOf(store, intent, intent.created) > now()) return intent;
  const { created } = store.find('charge', intent.latest_charge) ?? intent;
  const lapsesAt = lapseOf(store, intent, created);
  return lapsesAt <= now() ? ended(intent, 'expired', lapsesAt) : intent;
};

/** The time at which an authorisation that was made at `madeAt` lapses; both in seconds. */
const lapseOf = (
  { limits }: SandboxStore,
  { payment_method_types: [type = 'card'] }: Intent,
  madeAt: number,
): number => madeAt + (type === 'card' ? limits.cardHeldSeconds : limits.terminalHeldSeconds);

/**
 * Returns the intent as it looks after a cancellation or a lapse, when nothing is held on the card.
 */
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

/**
 * Reads the payment method types from `allowed_payment_method_types`, the name that later versions
 * of Stripe's API use for `payment_method_types`.
 */
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

/** The currencies that the gateway takes, as its documentation lists them. */
const currencies = new Set(
  [
    'usd aed afn all amd ang aoa ars aud awg azn bam bbd bdt bgn bhd bif bmd bnd bob brl bsd bwp byn',
    'bzd cad cdf chf clp cny cop crc cve czk djf dkk dop dzd egp etb eur fjd fkp gbp gel gip gmd gnf',
    'gtq gyd hkd hnl htg huf idr ils inr isk jmd jod jpy kes kgs khr kmf krw kwd kyd kzt lak lbp lkr',
    'lrd lsl mad mdl mga mkd mmk mnt mop mur mvr mwk mxn myr mzn nad ngn nio nok npr nzd omr pab pen',
    'pgk php pkr pln pyg qar ron rsd rub rwf sar sbd scr sek sgd shp sle sos srd std szl thb tjs tnd',
    'top try ttd twd tzs uah ugx uyu uzs vnd vuv wst xaf xcd xof xpf yer zar zmw',
  ].flatMap((line) => line.split(' ')),
);

export const isCurrency = (code: string): boolean => currencies.has(code);
