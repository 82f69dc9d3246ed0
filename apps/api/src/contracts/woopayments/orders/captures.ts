import { Injectable } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { isOfOtherOrder, type PaymentIntent } from '#gateway';
import {
  captureAnswering,
  type CaptureAuthorizationCommand,
  type CaptureTerminalPaymentCommand,
  type OrderCapture,
  refusalBeforeIntent,
  type PaymentIntentSeen,
} from '#ledger';
import {
  CaptureAuthorization,
  CaptureTerminalPayment,
} from '../../../commands/capture-commands.js';
import { type Accepted, acceptedOf, CommandRejected } from '../../../contract-kit/http-error.js';
import { OutcomeWait } from '../../../queries/outcome-wait.js';
import { captureFailed } from '../gateway/capture-failure.js';
import { GatewayIntents } from '../gateway/gateway-intents.js';
import { invalidAmount } from '../woopayments-envelope.js';
import { isCancelledByLedger } from './cancellations.js';
import { wooAnswerOf, type WooAnswer, isRepeat, type WooOrder } from './woo-orders.js';

export interface WantedCapture {
  readonly type: 'CaptureTerminalPayment' | 'CaptureAuthorization';
  readonly intentId: string;
  /**
   * The amount to capture in minor units. If left out, all that is left of the order is captured.
   */
  readonly amount?: number;
}

export interface Captured {
  readonly status: 'succeeded';
  readonly id: string;
}

/**
 * The parts of an intent that the order's rules check. Another store's order may have the same
 * number: an intent for that order gets no `orderReference`, so that the rules refuse it.
 */
export const seenFor = (orderId: string, intent: PaymentIntent): PaymentIntentSeen => {
  const { id, status, metadata } = intent;
  const orderReference = isOfOtherOrder(intent, { orderId }) ? undefined : metadata['order_id'];
  const isLapsed = status === 'canceled' && !isCancelledByLedger(intent);
  return {
    paymentIntent: id,
    status,
    ...(orderReference !== undefined && { orderReference }),
    ...(isLapsed && { isLapsed }),
  };
};

/** Captures through payment intents, and waits for the gateway's outcome. */
@Injectable()
export class WooCaptures {
  constructor(
    private readonly commands: CommandBus,
    private readonly intents: GatewayIntents,
    private readonly outcomes: OutcomeWait,
  ) {}

  /**
   * Captures an order once. Calls for one order that arrive at the same time share one capture and
   * get its outcome (domain.md, "Card payments").
   *
   * @throws CommandRejected, HttpError if the gateway refuses, OutcomePending
   */
  async capture(found: WooOrder, wanted: WantedCapture): Promise<WooAnswer<Captured>> {
    const body = { status: 'succeeded', id: wanted.intentId } as const;
    if (this.#settledBefore(found, wanted) !== undefined) return { body, repeated: {} };
    const requested = await this.#request(found, wanted);
    const capture = await this.#outcome(found, requested);
    if (capture.status === 'settled') return wooAnswerOf(body, requested);
    throw captureFailed(capture.gateway?.failure ?? { reason: 'Unknown error' });
  }

  /**
   * Looks in the log for a settled capture that already answers this request, so that the gateway
   * need not be asked.
   *
   * @throws CommandRejected if the order cannot be captured through any intent
   */
  #settledBefore(found: WooOrder, wanted: WantedCapture): OrderCapture | undefined {
    if (isRepeat(found, wanted.type)) return undefined;
    const { order, target } = found;
    const { idempotencyKey } = target.request;
    const asked = {
      ...changeOf(wanted, { paymentIntent: wanted.intentId, status: '' }),
      ...{ orderId: target.orderId, at: target.request.at, actionId: target.orderId },
      ...(idempotencyKey !== undefined && { idempotencyKey }),
    };
    const refused = refusalBeforeIntent(order, asked);
    if (refused !== undefined) throw new CommandRejected(refused);
    const before = captureAnswering(order, asked);
    return before?.status === 'settled' ? before : undefined;
  }

  async #outcome({ target, deadline }: WooOrder, { captureId }: Accepted): Promise<OrderCapture> {
    if (captureId === undefined) throw new Error('A capture without an id was accepted');
    const { clientId } = target.request.caller;
    const awaited = { clientId, orderId: target.orderId, captureId };
    return this.outcomes.awaitCapture({ ...awaited, timeoutMs: deadline.leftMs });
  }

  /** Requests a capture. If an equal capture is already under way, returns that one. */
  async #request(found: WooOrder, wanted: WantedCapture): Promise<Accepted> {
    const { target, deadline } = found;
    const seen = isRepeat(found, wanted.type)
      ? { paymentIntent: wanted.intentId, status: '' }
      : seenFor(target.orderId, await this.intents.read(wanted.intentId, deadline));
    const executed = await this.commands.execute(commandOf(target, wanted, seen));
    const isOverdrawn =
      executed.kind === 'rejected' && executed.code === 'CAPTURE_ORDER_ALREADY_CAPTURED';
    if (isOverdrawn && wanted.amount !== undefined) throw invalidAmount();
    return acceptedOf(executed);
  }
}

type IntentCapture = CaptureTerminalPaymentCommand | CaptureAuthorizationCommand;

/** The command for the ledger, without the members that all commands have. */
const changeOf = (
  { type, amount }: WantedCapture,
  seen: PaymentIntentSeen,
): Pick<IntentCapture, 'type' | 'data'> =>
  type === 'CaptureTerminalPayment'
    ? { type, data: seen }
    : {
        type,
        data: {
          ...seen,
          ...(amount !== undefined && { amount: { unit: 'minor', value: amount } }),
        },
      };

const commandOf = (
  target: WooOrder['target'],
  wanted: WantedCapture,
  seen: PaymentIntentSeen,
): CaptureTerminalPayment | CaptureAuthorization => {
  const { type, data } = changeOf(wanted, seen);
  return type === 'CaptureTerminalPayment'
    ? new CaptureTerminalPayment(target, data)
    : new CaptureAuthorization(target, data);
};
