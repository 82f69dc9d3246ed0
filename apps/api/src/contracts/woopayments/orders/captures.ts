import { Injectable } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import type { PaymentIntent } from '#gateway';
import { refusalBeforeIntent, type PaymentIntentSeen } from '#ledger';
import { CaptureAuthorization } from '../../../commands/capture-authorization.js';
import { CaptureTerminalPayment } from '../../../commands/capture-terminal-payment.js';
import { acceptedOf, CommandRejected } from '../../../contract-kit/executed.js';
import { OutcomeWait } from '../../../queries/outcome-wait.js';
import { captureFailed } from '../gateway/capture-failure.js';
import { GatewayIntents } from '../gateway/gateway-intents.js';
import type { WooOrder } from './woo-orders.js';

export interface WantedCapture {
  readonly type: 'CaptureTerminalPayment' | 'CaptureAuthorization';
  readonly intentId: string;
  /** Minor units; all that is left if absent. */
  readonly amount?: number;
}

export interface Captured {
  readonly status: 'succeeded';
  readonly id: string;
}

const seen = ({ id, status, metadata }: PaymentIntent): PaymentIntentSeen => {
  const orderReference = metadata['order_id'];
  return { paymentIntent: id, status, ...(orderReference !== undefined && { orderReference }) };
};

/** Captures through payment intents, and waits for what becomes of them. */
@Injectable()
export class WooCaptures {
  constructor(
    private readonly commands: CommandBus,
    private readonly intents: GatewayIntents,
    private readonly outcomes: OutcomeWait,
  ) {}

  /**
   * Calls for one order that come at once share one capture and its outcome (domain.md, "Card
   * payments").
   */
  async capture({ order, target }: WooOrder, wanted: WantedCapture): Promise<Captured> {
    this.#assertCapturable(order, target, wanted);
    const intent = await this.intents.read(wanted.intentId);
    const executed = await this.commands.execute(this.#commandOf(target, wanted, seen(intent)));
    const { captureId } = acceptedOf(executed);
    if (captureId === undefined) throw new Error('A capture without an id was accepted');
    const { caller } = target.request;
    const { orderId } = target;
    const awaited = { clientId: caller.clientId, orderId, captureId };
    const capture = await this.outcomes.awaitCapture(awaited);
    if (capture.status === 'settled') return { status: 'succeeded', id: wanted.intentId };
    throw captureFailed(capture.gateway?.failure ?? { reason: 'the gateway refused' });
  }

  /** No intent is read for an order that refuses anyway. @throws CommandRejected */
  #assertCapturable(
    order: WooOrder['order'],
    target: WooOrder['target'],
    { type, intentId }: WantedCapture,
  ): void {
    const refused = refusalBeforeIntent(order, {
      type,
      ...{ orderId: target.orderId, at: target.request.at, actionId: target.orderId },
      data: { paymentIntent: intentId, status: 'requires_capture' },
    });
    if (refused !== undefined) throw new CommandRejected(refused);
  }

  #commandOf(target: WooOrder['target'], { type, amount }: WantedCapture, data: PaymentIntentSeen) {
    if (type === 'CaptureTerminalPayment') return new CaptureTerminalPayment(target, data);
    return new CaptureAuthorization(target, {
      ...data,
      ...(amount !== undefined && { amount: { unit: 'minor', value: amount } as const }),
    });
  }
}
