import { Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { OrderRepository } from '#event-log';
import { actionOf, answerTo, type Order, type OrderCommand } from '#ledger';
import { Deadline } from '#runtime';
import type { OrderTarget } from '../../../commands/order-commands.js';
import { type Accepted, HttpError } from '../../../contract-kit/http-error.js';
import { idempotencyKeyOf, callerOf, commandRequestOf } from '../../../contract-kit/request.js';
import { OrderNumbers } from '../../../queries/order-lookup.js';
import { LedgerState } from '../../../services/ledger-state.js';
import { orderMissing } from '../woopayments-envelope.js';

/** An order folded from the log, with its id. */
interface LoadedOrder {
  readonly orderId: string;
  readonly order: Order;
  /** The position of the order's last event. */
  readonly position: bigint;
}

/** The order that a call is about. */
export interface WooOrder extends LoadedOrder {
  readonly target: OrderTarget;
  /** The time by which the call has to be answered. */
  readonly deadline: Deadline;
}

/** The longest time that a call waits for the gateway and for outcomes (woopayments.md). */
const answerMsMax = 10_000;

/**
 * Returns whether the log already has the answer for the request's idempotency key. If so, the
 * gateway is not asked.
 */
export const isRepeat = ({ order, target }: WooOrder, type: OrderCommand['type']): boolean => {
  const { idempotencyKey } = target.request;
  return (
    idempotencyKey !== undefined && answerTo(order, actionOf[type], idempotencyKey) !== undefined
  );
};

/** Finds orders by their number in the store of the caller's key. */
@Injectable()
export class WooOrders {
  constructor(
    private readonly numbers: OrderNumbers,
    private readonly orders: OrderRepository,
    private readonly ledger: LedgerState,
  ) {}

  /** Finds the order whose number is in the URL. @throws HttpError 404 */
  async find(request: FastifyRequest): Promise<WooOrder> {
    const deadline = new Deadline(answerMsMax);
    const { orderId: number } = request.params as { readonly orderId: string };
    const key = idempotencyKeyOf(request);
    const found = await this.findByNumber(request, number);
    if (found === undefined) throw new HttpError(orderMissing);
    const target = { request: commandRequestOf(request, key), orderId: found.orderId };
    return { ...found, deadline, target: { ...target, knownOrders: 'all' } };
  }

  /** Finds an order by number; undefined if the caller's store has no such order. */
  async findByNumber(request: FastifyRequest, number: string): Promise<LoadedOrder | undefined> {
    if (!/^\d{1,128}$/.test(number)) return undefined;
    const orderId = await this.numbers.orderIdFor(callerOf(request), number);
    if (orderId === undefined) return undefined;
    await this.ledger.assertSound(orderId);
    const loaded = await this.orders.load(orderId);
    return loaded && { orderId, order: loaded.order, position: loaded.position };
  }
}

/** The body of a success. `repeated` is set if an earlier request already had this effect. */
export interface WooAnswer<Body> {
  readonly body: Body;
  /** The correlation id of the earlier request, for `markReplayed`. */
  readonly repeated?: Pick<Accepted, 'correlationId'>;
}

/** The answer to an accepted command, marked as a repeat if the command was a replay. */
export const wooAnswerOf = <Body>(body: Body, accepted: Accepted): WooAnswer<Body> =>
  accepted.replayed ? { body, repeated: accepted } : { body };
