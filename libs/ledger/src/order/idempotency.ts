import { hash } from 'node:crypto';
import { canonicalJson } from '../canonical-json.js';
import { without } from '../collections/objects.js';
import {
  type Decimal,
  type RequestedAmount,
  exactMinorUnits,
  currencyDecimals,
} from '../money/amount.js';
import { reject, type Rejected, type Replayed } from './decision.js';
import type {
  ActionOf,
  CaptureAuthorizationCommand,
  OrderCommand,
  RegisterOrderCommand,
  RequestCapture,
} from './order-commands.js';
import type { OrderAction } from './cause.js';
import type { Answer, Order, OrderBalance } from './order.js';
import { descriptionOr, type Asked } from './money-request.js';

/**
 * The answer to an earlier request under the command's idempotency key (invariant I4): the same
 * answer if the command asks for the same thing, a rejection if it asks for something else. A
 * rejected request wrote no event, so its key is still free.
 */
export const answeredBefore = (
  order: Order,
  command: OrderCommand,
  fingerprint: string,
): Replayed | Rejected | undefined => {
  if (command.idempotencyKey === undefined) return undefined;
  const answer = answerTo(order, actionOf[command.type], command.idempotencyKey);
  if (answer === undefined) return undefined;
  return answer.fingerprint === fingerprint ? replay(answer) : keyReused;
};

/** The rejection of a request whose idempotency key was used for another request. */
export const keyReused = reject(
  'IDEMPOTENCY_KEY_REUSED',
  'The idempotency key was used for another request.',
);

export const replay = ({
  revision,
  captureId,
  paymentIntent,
  correlationId,
}: Answer): Replayed => ({
  kind: 'replayed',
  revision,
  ...(captureId !== undefined && { captureId }),
  ...(paymentIntent !== undefined && { paymentIntent }),
  ...(correlationId !== undefined && { correlationId }),
});

/**
 * The key under which an order remembers an answer. The same idempotency key may be used once for
 * each kind of action (walley.md, "Capture"). The parts are joined by a space, which no action name
 * contains, so two different pairs never give the same text.
 */
export const answerKey = (action: OrderAction, idempotencyKey: string): string =>
  `${action} ${idempotencyKey}`;

/** The answer that the earlier request of this kind got under the idempotency key. */
export const answerTo = (
  order: Pick<Order, 'answers'>,
  action: OrderAction,
  idempotencyKey: string,
): Answer | undefined => order.answers.get(answerKey(action, idempotencyKey));

/**
 * The kind of action of each command. Action ids are derived from this kind, and idempotency keys
 * are remembered under it.
 */
export const actionOf: ActionOf = {
  RegisterOrder: 'register',
  AuthorizeOrder: 'authorize',
  RequestCapture: 'capture',
  SettleCapture: 'settle',
  FailCapture: 'fail',
  CancelOrder: 'cancel',
  RefundOrder: 'refund',
  ReauthorizeOrder: 'reauthorize',
  ApproveReauthorization: 'approve',
  RejectReauthorization: 'reject',
  ExtendOrder: 'extend',
  ExpireOrder: 'expire',
  SettleRefund: 'settle-refund',
  FailRefund: 'fail-refund',
  ReleaseAuthorization: 'release-authorization',
  CreateTerminalIntent: 'create-terminal-intent',
  CreateCheckoutIntent: 'create-checkout-intent',
  CaptureTerminalPayment: 'capture-terminal-payment',
  CaptureAuthorization: 'capture-authorization',
  CreateCustomer: 'create-customer',
  ChangeShopStatus: 'change-shop-status',
};

/** The fingerprint of a command: equal for all commands that ask this order for the same thing. */
export const fingerprintOf = ({ balance }: Pick<Order, 'balance'>, command: LaterCommand): string =>
  fingerprint(fingerprintInput(balance, command));

type LaterCommand = Exclude<OrderCommand, RegisterOrderCommand>;

/**
 * The value that the fingerprint is computed from. Two commands of one kind with equal values are
 * the same request.
 */
export const fingerprintInput = (balance: OrderBalance, command: LaterCommand): unknown => {
  switch (command.type) {
    case 'RequestCapture':
      return fingerprintInputOfCapture(balance, command.data);
    case 'RefundOrder':
      return fingerprintInputOfRequest(balance, command.data, refundRules);
    case 'ReauthorizeOrder':
      return fingerprintInputOfRequest(balance, command.data, reauthorizationRules);
    case 'CreateTerminalIntent':
      // The payment intent is not part of the request. The gateway makes a new one for every call,
      // so a repeat of the same request has a different intent.
      return without(command.data, 'paymentIntent');
    case 'CaptureTerminalPayment':
      return without(command.data, 'status', 'orderReference', 'isLapsed');
    case 'CaptureAuthorization':
      return fingerprintInputOfIntentCapture(balance, command.data);
    case 'CreateCustomer':
      return {};
    case 'AuthorizeOrder': {
      // The outcome is not part of the request: the gateway decides it, so a repeat of the same
      // request may bring a different outcome.
      const { request } = command.data;
      return request === undefined ? command.data : { request };
    }
    case 'CreateCheckoutIntent':
    case 'SettleRefund':
    case 'FailRefund':
    case 'ReleaseAuthorization':
    case 'SettleCapture':
    case 'FailCapture':
    case 'CancelOrder':
    case 'ApproveReauthorization':
    case 'RejectReauthorization':
    case 'ExtendOrder':
    case 'ExpireOrder':
    case 'ChangeShopStatus':
      return command.data;
  }
};

const fingerprintInputOfCapture = (
  balance: OrderBalance,
  { payment, ...data }: RequestCapture['data'],
): object => ({
  ...fingerprintInputOfRequest(balance, data, {
    defaultDescription: 'Capture',
    itemsAsGiven: data.replaceItems,
  }),
  // The state of the payment intent is left out, because it may change at the gateway between a
  // request and its repeat.
  ...(payment !== undefined && { paymentIntent: payment.paymentIntent }),
});

const fingerprintInputOfIntentCapture = (
  { currency }: OrderBalance,
  data: CaptureAuthorizationCommand['data'],
): object => {
  const { amount, ...content } = without(data, 'status', 'orderReference', 'isLapsed');
  return {
    ...content,
    ...(amount !== undefined && {
      amount: fingerprintInputOfAmount(amount, currencyDecimals(currency)),
    }),
  };
};

const refundRules = { defaultDescription: 'Refund', itemsAsGiven: false };
const reauthorizationRules = { defaultDescription: '', itemsAsGiven: true };

interface FingerprintRules {
  readonly defaultDescription: string;
  /**
   * True if the items themselves become rows of the order, so that a missing VAT rate means 0.
   * False if the items are matched with rows that the order has, so that a missing VAT rate matches
   * any.
   */
  readonly itemsAsGiven: boolean;
}

/**
 * The parsed meaning of a request for money (walley.md, "Capture"). Time, key and spelling do not
 * matter: 285, "285.00" and 28500 minor units are one amount, a missing list of items equals an
 * empty list, a blank description equals the default one, and naming the order's own currency
 * equals naming none.
 */
export const fingerprintInputOfRequest = (
  { currency }: OrderBalance,
  data: Asked,
  { defaultDescription, itemsAsGiven }: FingerprintRules,
): object => {
  const decimals = currencyDecimals(currency);
  return {
    ...data,
    currency: data.currency === currency ? undefined : data.currency,
    amount:
      typeof data.amount === 'string'
        ? data.amount
        : fingerprintInputOfAmount(data.amount, decimals),
    description: descriptionOr(defaultDescription, data),
    items: data.items.map((item) =>
      'unitPrice' in item
        ? {
            ...item,
            unitPrice: fingerprintInputOfAmount(item.unitPrice, decimals),
            ...(itemsAsGiven && { vatRate: item.vatRate ?? 0 }),
          }
        : item,
    ),
  };
};

/**
 * The amount in minor units. An amount with more decimals or digits than minor units can express is
 * returned as given.
 */
export const fingerprintInputOfAmount = (
  amount: RequestedAmount,
  decimals: number,
): number | string | Decimal => {
  const exact = exactMinorUnits(amount, decimals);
  if (Number.isFinite(exact)) return exact;
  return amount.unit === 'minor' ? String(amount.value) : amount.value;
};

/**
 * The fields that the caller of a registration sent. Fields that the store's settings filled in are
 * left out, so that a repeat after a change of the settings is still the same request. A generated
 * order key is left out too, because each repeat would get a new one. For the customer's data there
 * is only a fingerprint, which nobody can compute without the person's key.
 */
export const fingerprintInputOfRegistration = ({ data }: RegisterOrderCommand): unknown => {
  const { storeDefaults = [], customer, ...content } = without(data, 'madeOrderKey');
  const leftOut = storeDefaults.map((name) => [name, undefined]);
  return { ...content, ...Object.fromEntries(leftOut), customer: customer?.fingerprint };
};

/**
 * Hex SHA-256 of a request's meaning. Requests that mean the same have one fingerprint, however
 * they are spelled.
 */
export const fingerprint = (meaning: unknown): string => hash('sha256', canonicalJson(meaning));
