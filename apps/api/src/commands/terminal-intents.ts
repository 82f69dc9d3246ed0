import { hash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { Executed } from '#event-log';
import type { NewIntent, Refusal } from '#gateway';
import { actionOf, answerTo, canonicalJson, keyReused, refusalBeforeIntent, reject } from '#ledger';
import type { Order, Rejected } from '#ledger';
import { answerOf, CardGateway } from '../services/card-gateway.js';
import { actionId } from './command-request.js';
import { type OrderTarget, OrderCommands } from './order-commands.js';
import { CreateTerminalIntent } from './order-life-commands.js';

/** The caller's options for a payment on a card terminal. */
export interface TerminalIntentWish extends Pick<NewIntent, 'methods' | 'capture'> {
  readonly metadata: Readonly<Record<string, string>>;
  /** The customer's id at the gateway, such as `cus_...`. */
  readonly customerId?: string;
}

/**
 * The result of the command, and the id of the payment intent. A repeated request gets the intent
 * of the first request.
 */
export interface MadeIntent {
  readonly executed: Executed;
  readonly paymentIntent: string;
  /** The gateway's reason for not creating an intent. The command is rejected in this case. */
  readonly refusal?: Refusal;
}

/** A check of the order, run before an intent is created at the gateway. */
type Check = (order: Order, target: OrderTarget) => Rejected | undefined;

const madeWithinMs = 10_000;
const comparedWithinMs = 3_000;
/**
 * The key sent to the gateway ends in a hash of the caller's options. The hash is cut to this
 * number of hexadecimal digits.
 */
const wishCharacters = 16;

/**
 * Creates payment intents for card terminals at the gateway, each over the total of an order, and
 * records them in the order.
 */
@Injectable()
export class TerminalIntents {
  constructor(
    private readonly commands: OrderCommands,
    private readonly gateway: CardGateway,
  ) {}

  /**
   * Creates one intent for each idempotency key, at the gateway and in the ledger. With the default
   * check, no intent is created for an order that cannot be paid.
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
      // Only the names of the caller's metadata are recorded. Apps put customers' names into the
      // values, and these could never be erased from the log (docs/personal-data.md).
      metadata: namesOf(order),
      ...(metadataNames.length > 0 && { metadataNames }),
      ...{ paymentMethods: methods, captureMethod: capture },
      ...(customerId !== undefined && { customerId }),
    });
    const executed = await this.commands.execute(command);
    const paymentIntent = recordedBy(executed, target) ?? made;
    const isRepeat = before !== undefined || paymentIntent !== made;
    if (isRepeat && executed.kind === 'accepted' && !(await this.#has(paymentIntent, wish)))
      return { executed: keyReused, paymentIntent: '' };
    return { executed, paymentIntent };
  }

  /**
   * True if the intent has the caller's metadata. The log has only their names, so a repeat under
   * an idempotency key is compared with the intent at the gateway. If the gateway does not answer,
   * the repeat counts as the same request.
   */
  async #has(paymentIntent: string, { metadata }: TerminalIntentWish): Promise<boolean> {
    const given = Object.entries(metadata).filter(([name]) => !isOwnName(name));
    if (given.length === 0) return true;
    const read = await this.gateway.read(paymentIntent, comparedWithinMs);
    if (read.kind !== 'done') return true;
    const { metadata: known } = read.value;
    return given.every(([name, value]) => (known[name] ?? '') === value);
  }

  async #makeAtGateway(
    order: Order,
    { request: { idempotencyKey } }: OrderTarget,
    wish: TerminalIntentWish,
  ): Promise<string | Refusal> {
    const { total, currency, orderId } = order.balance;
    const names = { ...namesOf(order), ledger_order: orderId };
    const intent = { ...wish, amount: total, currency, metadata: { ...wish.metadata, ...names } };
    // The gateway refuses an idempotency key that it has seen with another request. So the key sent
    // to the gateway contains a hash of the caller's options. If the caller sends other options
    // under an old key, the order rejects the command later.
    const wished = hash('sha256', canonicalJson(wish)).slice(0, wishCharacters);
    const key = `${actionId(orderId, actionOf.CreateTerminalIntent, idempotencyKey)}-${wished}`;
    const answer = answerOf(await this.gateway.create(intent, key, madeWithinMs));
    return answer.kind === 'done' ? answer.value.id : answer.refusal;
  }
}

/**
 * The intent that a concurrent call with the same key recorded while this call waited for the
 * gateway, or `undefined`.
 */
const recordedBy = (executed: Executed, target: OrderTarget): string | undefined =>
  executed.kind === 'accepted' && executed.replayed
    ? intentBefore(executed.order, target)
    : undefined;

/** The order number, under the two metadata names that WooPayments' apps read. */
const namesOf = ({ balance: { orderNumber } }: Order) => ({
  order_id: orderNumber,
  order_number: orderNumber,
});

/** True for metadata names whose values the ledger sets itself, in place of the caller's values. */
const isOwnName = (name: string): boolean =>
  name === 'order_id' || name === 'order_number' || name.startsWith('ledger_');

const refusedBy = ({ message, code }: Refusal): Rejected =>
  reject('PAYMENT_INTENT_REFUSED', `The gateway says: ${message} (${code})`);

/** The intent that an earlier call with the same idempotency key got, or `undefined`. */
const intentBefore = (order: Order, { request }: OrderTarget): string | undefined =>
  request.idempotencyKey === undefined
    ? undefined
    : answerTo(order, actionOf.CreateTerminalIntent, request.idempotencyKey)?.paymentIntent;

/**
 * The reason why the order cannot be paid, or `undefined`. The check runs before an intent exists,
 * so that no customer presents a card in vain.
 */
const refusalOf = (order: Order, { orderId, request: { at } }: OrderTarget): Rejected | undefined =>
  refusalBeforeIntent(order, {
    type: 'CaptureTerminalPayment',
    ...{ orderId, at, actionId: orderId },
    data: { paymentIntent: 'new', status: 'requires_capture' },
  }) ?? (order.balance.expiresAt <= at ? expired : undefined);

const expired = reject('CAPTURE_INVALID_INVOICE_STATUS', 'The order is Expired.');
