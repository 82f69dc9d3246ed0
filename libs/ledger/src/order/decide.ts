import { accept, defaultOrderLimits, type OrderLimits } from './accept.js';
import { authorizeOrder } from './payment/authorize-order.js';
import {
  createCheckoutIntent,
  createCustomer,
  createTerminalIntent,
  releaseAuthorization,
} from './payment/card-commands.js';
import { cancelOrder, giveUpRest } from './cancel-order.js';
import { changeShopStatus } from './change-shop-status.js';
import { failCapture, settleCapture, failRefund, settleRefund } from './outcomes.js';
import { requestCapture } from './capture/request-capture.js';
import { type Decision, orderNotFound, type Rejected, type Replayed } from './decision.js';
import { expireOrder, extendOrder } from './expiry.js';
import { answeredBefore, fingerprintOf } from './idempotency.js';
import type {
  AuthorizeOrderCommand,
  CancelOrderCommand,
  CaptureAuthorizationCommand,
  CaptureTerminalPaymentCommand,
  OrderCommand,
  RegisterOrderCommand,
  RequestCapture,
} from './order-commands.js';
import { isCaptureEvent, type OrderEvent } from './order-events.js';
import { evolveBalance } from './evolve-balance.js';
import type { Order, OrderBalance } from './order.js';
import { captureByPayment, captureThroughIntent } from './payment/capture-through-intent.js';
import {
  approveReauthorization,
  rejectReauthorization,
  reauthorizeOrder,
} from './reauthorize/reauthorize-order.js';
import { lapsedReauthorization } from './reauthorize/reauthorizations.js';
import { refundOrder } from './refund/refund-order.js';
import { registerOrder } from './register-order.js';

type LaterCommand = Exclude<OrderCommand, RegisterOrderCommand>;

/**
 * Decides a command on an order: returns the events of its whole effect, the answer to an earlier
 * request, or a rejection. Pure: the same order and command give the same decision. The caller must
 * have checked that the client may act for the order's store (`permitted`). Throws
 * `InvariantViolated` if the effect would break an invariant.
 */
export const decide = (
  order: Order | undefined,
  command: OrderCommand,
  limits: OrderLimits = defaultOrderLimits,
): Decision => {
  if (command.type === 'RegisterOrder') return registerOrder(order, command, limits);
  if (order === undefined) return orderNotFound;

  const requestFingerprint = fingerprintOf(order, command);
  const answered = answeredBefore(order, command, requestFingerprint);
  if (answered !== undefined) return answered;

  const outcome = effectOf(order, command);
  if ('kind' in outcome) return outcome;
  const acceptance = { order, command, fingerprint: requestFingerprint, limits };
  const isFinal = command.type === 'RequestCapture' && command.data.final === true;
  const effect = isFinal ? cancellingRest(order, command, outcome) : outcome;
  return accept(acceptance, [...lapsedReauthorization(order, command.at, effect), ...effect]);
};

/**
 * The events of a final capture, followed by the cancellation of everything that the capture
 * leaves.
 */
const cancellingRest = (
  order: Order,
  command: RequestCapture,
  effect: readonly OrderEvent[],
): readonly OrderEvent[] => {
  const capture = effect.find(isCaptureEvent);
  if (capture === undefined) return effect;
  const before = effect.slice(0, effect.indexOf(capture));
  const balance = before.reduce<OrderBalance>(evolveBalance, order.balance);
  return [...effect, ...giveUpRest({ ...order, balance }, command, capture)];
};

type Effect = readonly OrderEvent[] | Rejected | Replayed;

const effectOf = (order: Order, command: LaterCommand): Effect => {
  if (command.type === 'CaptureTerminalPayment' || command.type === 'CaptureAuthorization') {
    return captureThroughIntent(order, command);
  }
  if (command.type === 'CancelOrder') return cancelOrder(order, command);
  if (command.type === 'AuthorizeOrder') return authorizeOrder(order.balance, command);
  if (command.type === 'RequestCapture' && command.data.payment !== undefined) {
    return captureByPayment(order, command, command.data.payment);
  }
  const effect = eventOf(order, command);
  return 'kind' in effect ? effect : [effect];
};

/** The commands that have at most one event. */
type CommandOfOneEvent = Exclude<
  LaterCommand,
  | CaptureTerminalPaymentCommand
  | CaptureAuthorizationCommand
  | CancelOrderCommand
  | AuthorizeOrderCommand
>;

const eventOf = (order: Order, command: CommandOfOneEvent): OrderEvent | Rejected | Replayed => {
  const { balance } = order;
  switch (command.type) {
    case 'RequestCapture':
      return requestCapture(order, command);
    case 'SettleCapture':
      return settleCapture(order, command);
    case 'FailCapture':
      return failCapture(order, command);
    case 'RefundOrder':
      return refundOrder(order, command);
    case 'ReauthorizeOrder':
      return reauthorizeOrder(order, command);
    case 'ApproveReauthorization':
      return approveReauthorization(order, command);
    case 'RejectReauthorization':
      return rejectReauthorization(order, command);
    case 'ExtendOrder':
      return extendOrder(balance, command);
    case 'ExpireOrder':
      return expireOrder(balance, command);
    case 'SettleRefund':
      return settleRefund(order, command);
    case 'FailRefund':
      return failRefund(order, command);
    case 'CreateTerminalIntent':
      return createTerminalIntent(order, command);
    case 'CreateCheckoutIntent':
      return createCheckoutIntent(order, command);
    case 'CreateCustomer':
      return createCustomer(order, command);
    case 'ReleaseAuthorization':
      return releaseAuthorization(order, command);
    case 'ChangeShopStatus':
      return changeShopStatus(order, command);
  }
};
