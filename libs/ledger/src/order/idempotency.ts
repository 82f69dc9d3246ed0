import { hash } from 'node:crypto';
import { canonicalJson } from '../canonical-json.js';
import { without } from '../collections/objects.js';
import {
  type Decimal,
  type RequestedAmount,
  hasTooManyDecimals,
  minorUnits,
  currencyDecimals,
} from '../money/amount.js';
import { reject, type Rejected, type Replayed } from './decision.js';
import type { ActionOf, OrderCommand, RegisterOrderCommand } from './order-commands.js';
import type { OrderAction } from './cause.js';
import type { Answer, Order, OrderBalance } from './order.js';
import { descriptionOr, type Asked } from './money-request.js';
/**
 * The earlier answer under the command's idempotency key: the same answer for the same request, a
 * rejection for another (invariant I4). A rejected request left no event, so it did not use its
 * key.
 */
export const answeredBefore = (
  order: Order,
  command: OrderCommand,
  fingerprint: string,
): Replayed | Rejected | undefined => {
  if (command.idempotencyKey === undefined) return undefined;
  const answer = answerTo(order, actionOf[command.type], command.idempotencyKey);
  if (answer === undefined) return undefined;
  return answer.fingerprint === fingerprint
    ? replay(answer)
    : reject('IDEMPOTENCY_KEY_REUSED', 'The idempotency key was used for another request.');
};

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
 * Keys are remembered per action (walley.md, "Capture"). Action names have no blank, so the two
 * parts stay apart.
 */
export const answerKey = (action: OrderAction, idempotencyKey: string): string =>
  `${action} ${idempotencyKey}`;

/** The answer under an idempotency key on this order, for this kind of action. */
export const answerTo = (
  order: Pick<Order, 'answers'>,
  action: OrderAction,
  idempotencyKey: string,
): Answer | undefined => order.answers.get(answerKey(action, idempotencyKey));

/** The kind of action each command is, for `actionIdOf` and for remembering idempotency keys. */
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

/** The fingerprint of a command on an order: one for all commands that ask for the same. */
export const fingerprintOf = ({ balance }: Pick<Order, 'balance'>, command: LaterCommand): string =>
  fingerprint(fingerprintInput(balance, command));

type LaterCommand = Exclude<OrderCommand, RegisterOrderCommand>;

/** The fingerprint's input: two commands of one kind with the same input are the same request. */
export const fingerprintInput = (balance: OrderBalance, command: LaterCommand): unknown => {
  switch (command.type) {
    case 'RequestCapture': {
      const { payment, ...data } = command.data;
      const itemsAsGiven = data.replaceItems;
      return {
        ...fingerprintInputOfRequest(balance, data, {
          defaultDescription: 'Capture',
          itemsAsGiven,
        }),
        ...(payment !== undefined && { paymentIntent: payment.paymentIntent }),
      };
    }
    case 'RefundOrder':
      return fingerprintInputOfRequest(balance, command.data, refundRules);
    case 'ReauthorizeOrder':
      return fingerprintInputOfRequest(balance, command.data, reauthorizationRules);
    case 'CreateTerminalIntent':
      // The gateway makes the intent: a repeated request brings another one.
      return without(command.data, 'paymentIntent');
    case 'CaptureTerminalPayment':
      return without(command.data, 'status', 'orderReference');
    case 'CaptureAuthorization': {
      const { amount, ...data } = without(command.data, 'status', 'orderReference');
      const decimals = currencyDecimals(balance.currency);
      return {
        ...data,
        ...(amount !== undefined && { amount: fingerprintInputOfAmount(amount, decimals) }),
      };
    }
    case 'CreateCustomer':
      return {};
    case 'AuthorizeOrder': {
      // The gateway decides the outcome, and the same request may get another one when repeated.
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

const refundRules = { defaultDescription: 'Refund', itemsAsGiven: false };
const reauthorizationRules = { defaultDescription: '', itemsAsGiven: true };

interface FingerprintRules {
  readonly defaultDescription: string;
  /**
   * True if items are taken as they are; an item without a VAT rate then has rate 0. False if they
   * are matched with the order's rows; an item without a VAT rate then matches any rate.
   */
  readonly itemsAsGiven: boolean;
}

/**
 * The fingerprint's input for a request for money (walley.md, "Capture"): its parsed meaning. The
 * time, the key and the spelling do not count: 285, "285.00" and 28500 öre are one amount, no items
 * are an empty list, a blank description is the default one, and the order's own currency counts as
 * none.
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

/** The amount in minor units, or as it was given if it has no exact value in them. */
export const fingerprintInputOfAmount = (
  amount: RequestedAmount,
  decimals: number,
): number | string | Decimal => {
  const exact = hasTooManyDecimals(amount, decimals) ? NaN : minorUnits(amount, decimals);
  if (Number.isFinite(exact)) return exact;
  return amount.unit === 'minor' ? String(amount.value) : amount.value;
};

/**
 * The fingerprint's input for a registration: the fields that the caller sent. Fields left to the
 * store do not count, so that a request repeated after a change of the store's settings is still
 * the same. Neither does a key that was made for the order. A customer counts by its fingerprint,
 * which reveals nothing without the person's key.
 */
export const fingerprintInputOfRegistration = ({ data }: RegisterOrderCommand): unknown => {
  const { storeDefaults = [], customer, ...content } = without(data, 'madeOrderKey');
  const leftOut = storeDefaults.map((name) => [name, undefined]);
  return { ...content, ...Object.fromEntries(leftOut), customer: customer?.fingerprint };
};

/**
 * SHA-256, hex, of a request's meaning: two requests with one meaning have one fingerprint, however
 * they were spelled.
 */
export const fingerprint = (meaning: unknown): string => hash('sha256', canonicalJson(meaning));
