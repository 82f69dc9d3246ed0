import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { OrderRepository } from '#event-log';
import type { Doubt, NotedOrder, Outcome, PaymentIntent } from '#gateway';
import { Gateway, SendWindow } from '#gateway';
import {
  decide,
  type GatewayCharge,
  type Order,
  type OrderBalance,
  type OrderCommand,
} from '#ledger';
import { workerOrigin } from '../worker-task.js';
import { GatewayWorkMetrics } from './gateway-work-metrics.js';
import { type GatewayWork, nextWork } from './order-work.js';

/**
 * A command that records the outcome of a call to the gateway. The order's id, the action id and
 * the time are added later.
 */
type OutcomeCommand = Pick<OrderCommand, 'type' | 'data'>;

/**
 * The result of making an order's calls to the gateway: `finished`, or a `Doubt` if the outcome at
 * the gateway is unknown. After a doubt the calls are tried again.
 */
export type Worked = 'finished' | Doubt;

export interface OrderAtHand extends Pick<NotedOrder, 'orderId'> {
  /**
   * The number of consecutive attempts before this one for which the gateway answered that the
   * payment intent does not exist; 0 by default.
   */
  readonly attempts?: number;
  /**
   * The event that requires a call to the gateway, if the worker has just received the event from
   * the log. Without an event, the order is read from its stream.
   */
  readonly followed?: FollowedTo | undefined;
}

/**
 * An event that the worker has just received from the log. A request may be sent for this event
 * within the `window`.
 */
export interface FollowedTo {
  readonly position: bigint;
  readonly window: SendWindow;
}

interface KnownOrder {
  readonly order: Order;
  /**
   * The time within which a request may be sent. The window begins before the order is read,
   * because the order may change right after the read.
   */
  readonly window: SendWindow;
}

interface Attempt extends Omit<KnownOrder, 'order'> {
  readonly work: GatewayWork;
  readonly attempts: number;
}

/** Makes the calls to the gateway that an order needs, one after the other. */
@Injectable()
export class GatewayWorker {
  constructor(
    private readonly gateway: Gateway,
    private readonly orders: OrderRepository,
    private readonly metrics: GatewayWorkMetrics,
  ) {}

  async work(atHand: OrderAtHand, signal: AbortSignal): Promise<Worked> {
    const { orderId, attempts = 0 } = atHand;
    const known = (await this.#recall(atHand)) ?? (await this.#read(orderId));
    let order = known?.order;
    let window = known?.window ?? new SendWindow();
    while (order !== undefined && !signal.aborted) {
      const work = nextWork(order);
      if (work === undefined) return 'finished';
      const command = await this.#perform({ work, window, attempts });
      window = new SendWindow();
      if (!('reason' in command)) {
        const after = await this.#append(work, order.balance, command);
        // The order has not changed, so the loop would only send the same call again and again.
        if (after?.revision === order.revision) return notTaken(command);
        order = after;
        continue;
      }
      if (command.reason !== 'contradiction') return command;
      const now = await this.#load(orderId);
      // The gateway's answer contradicts the order that this loop read. If another worker has
      // changed the order meanwhile, the loop tries again with the new state.
      if (now === undefined || now.revision === order.revision) return command;
      order = now;
    }
    return 'finished';
  }

  /**
   * Returns the order's state that this worker keeps in memory (docs/decisions/0049). Returns
   * `undefined` if the event in `followed` is not applied to this state yet, or is more than a
   * minute old.
   */
  async #recall({ orderId, followed }: OrderAtHand): Promise<KnownOrder | undefined> {
    if (followed?.window.isFresh !== true) return undefined;
    const { position, window } = followed;
    const recalled = await this.orders.recall(orderId);
    if (recalled === undefined || recalled.position < position) return undefined;
    return { order: recalled.order, window };
  }

  async #read(orderId: string): Promise<KnownOrder | undefined> {
    const window = new SendWindow();
    const order = await this.#load(orderId);
    return order && { order, window };
  }

  async #load(orderId: string): Promise<Order | undefined> {
    return (await this.orders.load(orderId))?.order;
  }

  async #perform({ work, window, attempts }: Attempt): Promise<OutcomeCommand | Doubt> {
    switch (work.kind) {
      case 'capture': {
        const { captureId } = work.request;
        const answer = await this.gateway.capture(work.request, window);
        return captureOutcome(captureId, doubtUnknownIntent(answer, attempts));
      }
      case 'refund': {
        const { refundId } = work.request;
        const answer = await this.gateway.refund(work.request, window);
        const outcome = doubtUnknownIntent(answer, attempts);
        if (outcome.kind === 'unknown') return outcome.doubt;
        if (outcome.kind === 'refused') return failedRefund(refundId, outcome.refusal);
        const data = { refundId, gatewayRefundId: outcome.value.id };
        return { type: 'SettleRefund', data };
      }
      case 'release': {
        const { intentId: paymentIntent } = work.request;
        const outcome = doubtUnknownIntent(await this.gateway.release(work.request), attempts);
        if (outcome.kind === 'unknown') return outcome.doubt;
        if (outcome.kind === 'refused' && outcome.refusal.code !== 'resource_missing') {
          return { reason: 'contradiction', message: outcome.refusal.message };
        }
        // An intent that the gateway has not found for about a day holds no money, so it counts as
        // released.
        return { type: 'ReleaseAuthorization', data: { paymentIntent } };
      }
    }
  }

  /**
   * Appends the outcome to the log, and returns the order with the outcome applied. If another
   * worker has appended an outcome first, the order is read from the log instead.
   */
  async #append(
    work: GatewayWork,
    { orderId }: Pick<OrderBalance, 'orderId'>,
    outcome: OutcomeCommand,
  ): Promise<Order | undefined> {
    const at = new Date().toISOString();
    const command = { ...outcome, orderId, at, actionId: randomUUID() } as OrderCommand;
    const executed = await this.orders.execute({
      orderId,
      actionId: command.actionId,
      decide: (order) => decide(order, command),
      origin: workerOrigin('worker gateway', at),
    });
    if (executed.kind !== 'accepted') return this.#load(orderId);
    this.metrics.appended(work, command.type);
    return executed.order;
  }
}

const notTaken = ({ type }: OutcomeCommand): Doubt => ({
  reason: 'contradiction',
  message: `The order refuses the outcome at the gateway (${type}).`,
});

/**
 * The number of attempts after which a missing intent counts as refused. With the pauses between
 * the attempts, this takes about a day.
 */
const unknownIntentAttemptsMax = 150;

/**
 * If the gateway does not find an intent, the outcome is unknown at first, and counts as refused
 * only after about a day. If the secret key of another account was configured by mistake, no intent
 * is found. Without this delay, all waiting captures would then fail at once.
 */
const doubtUnknownIntent = <Value>(outcome: Outcome<Value>, attempts: number): Outcome<Value> =>
  outcome.kind === 'refused' &&
  outcome.refusal.status === 404 &&
  attempts < unknownIntentAttemptsMax
    ? { kind: 'unknown', doubt: { reason: 'unknown-intent', message: outcome.refusal.message } }
    : outcome;

interface Refused {
  readonly code: string;
  readonly message: string;
  readonly isLapsed?: true;
}

const captureOutcome = (
  captureId: string,
  outcome: Outcome<PaymentIntent>,
): OutcomeCommand | Doubt => {
  if (outcome.kind === 'unknown') return outcome.doubt;
  if (outcome.kind === 'refused') return failedCapture(captureId, outcome.refusal);
  const { value: intent } = outcome;
  const data = {
    captureId,
    charge: chargeOf(intent),
    ...(intent.status === 'succeeded' && { restReleased: true as const }),
  };
  return { type: 'SettleCapture', data };
};

const chargeOf = ({ charge, customerId, paymentMethodId }: PaymentIntent): GatewayCharge => {
  const method = charge?.paymentMethodId ?? paymentMethodId;
  return {
    ...(charge !== undefined && { chargeId: charge.id }),
    ...(charge?.receiptUrl !== undefined && { receiptUrl: charge.receiptUrl }),
    ...(method !== undefined && { paymentMethodId: method }),
    ...(customerId !== undefined && { customerId }),
  };
};

const failedCapture = (
  captureId: string,
  { message: reason, code, isLapsed }: Refused,
): OutcomeCommand => {
  const lapsed = isLapsed === true && { authorizationLapsed: true as const };
  return { type: 'FailCapture', data: { captureId, reason, code, ...lapsed } };
};

const failedRefund = (refundId: string, { message: reason, code }: Refused): OutcomeCommand => ({
  type: 'FailRefund',
  data: { refundId, reason, code },
});
