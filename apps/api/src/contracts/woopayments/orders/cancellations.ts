import { Injectable } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { OrderRepository } from '#event-log';
import { isOfOtherOrder, type PaymentIntent } from '#gateway';
import { decide, type Order, type Rejected } from '#ledger';
import { actionId } from '../../../commands/command-request.js';
import { CancelOrder } from '../../../commands/order-life-commands.js';
import { HttpError, CommandRejected } from '../../../contract-kit/http-error.js';
import { OutcomePending } from '../../../queries/outcome-wait.js';
import { escaped } from '../gateway/capture-failure.js';
import { answerOf } from '../../../services/card-gateway.js';
import { GatewayIntents } from '../gateway/gateway-intents.js';
import { wooAnswerOf, type WooAnswer, isRepeat, type WooOrder } from './woo-orders.js';
const refused = (status: number, code: string): HttpError =>
  new HttpError({ status, code, detail: 'The payment cannot be canceled' });

const notCancelable = (): HttpError => refused(409, 'wcpay_payment_uncapturable');
const otherOrder = (): HttpError => refused(409, 'wcpay_intent_order_mismatch');

const refunded = (): HttpError =>
  new HttpError({
    status: 400,
    code: 'wcpay_refunded_order_uncapturable',
    detail: 'Payment cannot be canceled for partially or fully refunded orders.',
  });

const failed = (message: string): HttpError =>
  new HttpError({
    status: 502,
    code: 'wcpay_cancel_error',
    detail: `Payment cancel failed to complete with the following message: ${escaped(message)}`,
  });

/**
 * The cancellation reason that the ledger sends to the gateway. An intent with another reason was
 * cancelled by somebody else, such as an operator in the gateway's dashboard.
 */
const reason = 'requested_by_customer';

/** True if `cancel_authorization` has cancelled the intent at the gateway. */
export const isCancelledByLedger = ({ status, cancellationReason }: PaymentIntent): boolean =>
  status === 'canceled' && cancellationReason === reason;

/** True if the intent holds no money any more, because it was cancelled or captured. */
const isOver = ({ status }: PaymentIntent): boolean =>
  status === 'canceled' || status === 'succeeded';

/** Cancels the authorisation of an order, at the gateway and in the ledger. */
@Injectable()
export class WooCancellations {
  constructor(
    private readonly commands: CommandBus,
    private readonly intents: GatewayIntents,
    private readonly orders: OrderRepository,
  ) {}

  /**
   * Checks that the order can be cancelled and that no capture is under way (docs/decisions/0045).
   * Then cancels the payment at the gateway, and last the order in the ledger. If the gateway
   * fails, the order has not been changed yet.
   */
  async cancel(
    found: WooOrder,
    intentId: string,
  ): Promise<WooAnswer<{ readonly status: 'canceled'; readonly id: string }>> {
    const { target } = found;
    const body = { status: 'canceled', id: intentId } as const;
    if (!isRepeat(found, 'CancelOrder')) await this.#cancelAtGateway(found, intentId);
    const cancel = new CancelOrder(target, { paymentIntent: intentId });
    const executed = await this.commands.execute(cancel);
    if (executed.kind === 'accepted') return wooAnswerOf(body, executed);
    await this.#assertCancelledBefore(found, executed, intentId);
    return { body, repeated: {} };
  }

  /**
   * Called if the ledger refuses to cancel an order whose intent is already cancelled at the
   * gateway. If another call has cancelled the order in the meantime, this call succeeds too. If a
   * capture came in between, the caller must try again after that capture has failed.
   *
   * @throws OutcomePending, HttpError 409
   */
  async #assertCancelledBefore(
    { target }: WooOrder,
    rejected: Rejected,
    intentId: string,
  ): Promise<void> {
    const order = (await this.orders.load(target.orderId))?.order;
    if (order === undefined || !rejected.code.startsWith('CANCEL_')) throw inItsWords(rejected);
    if (hasWaitingCapture(order)) throw new OutcomePending();
    const { payment, balance } = order;
    if (balance.status !== 'Closed' || payment.paymentIntent !== intentId) throw notCancelable();
  }

  async #cancelAtGateway(found: WooOrder, intentId: string): Promise<void> {
    const { order, target, deadline } = found;
    if (order.balance.refunded > 0) throw refunded();
    const intent = await this.intents.read(intentId, deadline);
    const isNamed = intent.metadata['order_id'] === order.balance.orderNumber;
    if (!isNamed || isOfOtherOrder(intent, target)) throw otherOrder();
    const isOurs = isCancelledByLedger(intent);
    if (intent.status !== 'requires_capture' && !isOurs) throw notCancelable();
    assertCancelable(found, intentId);
    if (!isOurs) await this.#sendCancel(found, intentId);
  }

  /**
   * Cancels the intent at the gateway. If the call fails, the intent is read: it may have been
   * cancelled nevertheless.
   */
  async #sendCancel({ target, deadline }: WooOrder, intentId: string): Promise<void> {
    const key = actionId(target.orderId, 'cancel', undefined);
    const outcome = await this.intents.ask(deadline, async (gateway) =>
      gateway.cancelIntent(intentId, key, reason),
    );
    if (outcome.kind === 'done') return;
    const after = answerOf(
      await this.intents.ask(deadline, async (gateway) => gateway.readIntent(intentId)),
    );
    if (after.kind === 'done' && after.value.status === 'canceled') return;
    if (after.kind === 'done' && isOver(after.value)) throw notCancelable();
    throw failed(outcome.kind === 'refused' ? outcome.refusal.message : outcome.doubt.message);
  }
}

/**
 * Checks that the ledger would accept the cancellation, and that no capture waits for the gateway.
 *
 * @throws HttpError 409
 */
const assertCancelable = ({ order, target }: WooOrder, paymentIntent: string): void => {
  const decision = decide(order, {
    ...{ type: 'CancelOrder', orderId: target.orderId, actionId: target.orderId },
    ...{ at: target.request.at, data: { paymentIntent } },
  });
  if (decision.kind === 'rejected') throw inItsWords(decision);
  if (hasWaitingCapture(order)) throw notCancelable();
};

const hasWaitingCapture = ({ captures }: Order): boolean => {
  for (const { status } of captures.values()) if (status === 'requested') return true;
  return false;
};

/** Translates a rejection of the ledger into the error code of WooPayments for a cancellation. */
const inItsWords = (rejected: Rejected): Error => {
  if (rejected.code === 'PAYMENT_INTENT_MISMATCH') return otherOrder();
  return rejected.code.startsWith('CANCEL_') ? notCancelable() : new CommandRejected(rejected);
};
