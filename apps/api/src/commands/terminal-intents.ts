import { hash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { Executed } from '#event-log';
import type { NewIntent, Refusal } from '#gateway';
import { actionOf, answerTo, canonicalJson, refusalBeforeIntent, reject } from '#ledger';
import type { Order, Rejected } from '#ledger';
import { answerOf, CardGateway } from '../services/card-gateway.js';
import { actionId } from './command-request.js';
import { type OrderTarget, OrderCommands } from './order-commands.js';
import { CreateTerminalIntent } from './payment-commands.js';

/** The wishes of a caller for a card-present payment. */
export interface TerminalIntentWish extends Pick<NewIntent, 'methods' | 'capture'> {
  readonly metadata: Readonly<Record<string, string>>;
  /** The gateway's customer, such as `cus_...`. */
  readonly customerId?: string;
}

/**
 * The executed command, and the intent that it recorded. A repeated command has the intent that the
 * first one recorded.
 */
export interface MadeIntent {
  readonly executed: Executed;
  readonly paymentIntent: string;
  /** The gateway's reason for making no intent; the command is rejected then. */
  readonly refusal?: Refusal;
}

/** Checks an order before the gateway is asked. */
type Check = (order: Order, target: OrderTarget) => Rejected | undefined;

const madeWithinMs = 10_000;
/** Number of characters of the wish's hash in the idempotency key that the gateway gets. */
const wishCharacters = 16;

/** Makes card-present payment intents of an order's total at the gateway, and records them. */
@Injectable()
export class TerminalIntents {
  constructor(
    private readonly commands: OrderCommands,
    private readonly gateway: CardGateway,
  ) {}

  /**
   * Makes one intent for each idempotency key, at the gateway and in the ledger. By default, an
   * order that would take no payment gets no intent.
   *
   * @throws GatewayAway
   */
  async make(
    target: OrderTarget,
    wish: TerminalIntentWish,
    check: Check = refusalOf,
  ): Promise<MadeIntent> {
    const order = await this.commands.find(target);
    if ('kind' in order) return { executed: order, paymentIntent: '' };
    const before = intentBefore(order, target);
    const refused = before === undefined ? check(order, target) : undefined;
    if (refused !== undefined) return { executed: refused, paymentIntent: '' };
    const made = before ?? (await this.#makeAtGateway(order, target, wish));
    if (typeof made !== 'string')
      return { executed: refusedBy(made), paymentIntent: '', refusal: made };
    const { methods, capture, customerId } = wish;
    const metadataNames = Object.keys(wish.metadata).sort();
    const command = new CreateTerminalIntent(target, {
      paymentIntent: made,
      // The caller's metadata are recorded by name only: apps put customers' names into the values,
      // and nothing could erase those from the log (docs/personal-data.md).
      metadata: namesOf(order),
      ...(metadataNames.length > 0 && { metadataNames }),
      ...{ paymentMethods: methods, captureMethod: capture },
      ...(customerId !== undefined && { customerId }),
    });
    const executed = await this.commands.execute(command);
    return { executed, paymentIntent: recordedBy(executed, target) ?? made };
  }

  async #makeAtGateway(
    order: Order,
    { request: { idempotencyKey } }: OrderTarget,
    wish: TerminalIntentWish,
  ): Promise<string | Refusal> {
    const { total, currency, orderId } = order.balance;
    const names = { ...namesOf(order), ledger_order: orderId };
    const intent = { ...wish, amount: total, currency, metadata: { ...wish.metadata, ...names } };
    // The gateway accepts an idempotency key for one request only, so the key sent to the gateway
    // contains a hash of the wish. If the caller sends a different wish under the same key, the
    // order refuses it.
    const wished = hash('sha256', canonicalJson(wish)).slice(0, wishCharacters);
    const key = `${actionId(orderId, actionOf.CreateTerminalIntent, idempotencyKey)}-${wished}`;
    const answer = answerOf(await this.gateway.create(intent, key, madeWithinMs));
    return answer.kind === 'done' ? answer.value.id : answer.refusal;
  }
}

/**
 * The intent that another call with the same key recorded while this call asked the gateway;
 * `undefined` if there is none.
 */
const recordedBy = (executed: Executed, target: OrderTarget): string | undefined =>
  executed.kind === 'accepted' && executed.replayed
    ? intentBefore(executed.order, target)
    : undefined;

/** The metadata that name the order's number in the way that WooPayments' apps expect. */
const namesOf = ({ balance: { orderNumber } }: Order) => ({
  order_id: orderNumber,
  order_number: orderNumber,
});

const refusedBy = ({ message, code }: Refusal): Rejected =>
  reject('PAYMENT_INTENT_REFUSED', `The gateway says: ${message} (${code})`);

/** The intent with which an earlier call under the same key was answered. */
const intentBefore = (order: Order, { request }: OrderTarget): string | undefined =>
  request.idempotencyKey === undefined
    ? undefined
    : answerTo(order, actionOf.CreateTerminalIntent, request.idempotencyKey)?.paymentIntent;

/** The reason why the order takes no payment, checked before the customer is asked for a card. */
const refusalOf = (order: Order, { orderId, request: { at } }: OrderTarget): Rejected | undefined =>
  refusalBeforeIntent(order, {
    type: 'CaptureTerminalPayment',
    ...{ orderId, at, actionId: orderId },
    data: { paymentIntent: 'new', status: 'requires_capture' },
  }) ?? (order.balance.expiresAt <= at ? expired : undefined);

const expired = reject('CAPTURE_INVALID_INVOICE_STATUS', 'The order is Expired.');
