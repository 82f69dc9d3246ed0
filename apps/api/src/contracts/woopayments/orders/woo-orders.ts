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

/** An order in its newest state from the log, with its id. */
interface LoadedOrder {
  readonly orderId: string;
  readonly order: Order;
  /** The position of the order's last event. */
  readonly position: bigint;
}

/** The order that a call is about. */
export interface WooOrder extends LoadedOrder {
  readonly target: OrderTarget;
  /** The time by which the call must be answered. */
  readonly deadline: Deadline;
}

/** The longest time in milliseconds that a call waits for the gateway (woopayments.md). */
const answerMsMax = 10_000;

/**
 * True if the log already has an answer for the request's idempotency key. The gateway is not
 * called then.
 */
export const isRepeat = ({ order, target }: WooOrder, type: OrderCommand['type']): boolean => {
  const { idempotencyKey } = target.request;
  return (
    idempotencyKey !== undefined && answerTo(order, actionOf[type], idempotencyKey) !== undefined
  );
};

/** Finds orders by number in the store to which the caller's key belongs. */
@Injectable()
export class WooOrders {
  constructor(
    private readonly numbers: OrderNumbers,
    private readonly orders: OrderRepository,
    private readonly ledger: LedgerState,
  ) {}

  /** Finds the order that the URL names by its number. @throws HttpError 404 */
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

/**
 * The answer to a call that succeeded. `repeated` is set if an earlier request already had the
 * effect, so that this call changed nothing.
 */
export interface WooAnswer<Body> {
  readonly body: Body;
  /**
   * The correlation id of the earlier request, if it is known. The answer repeats it in a header.
   */
  readonly repeated?: Pick<Accepted, 'correlationId'>;
}

/** The answer to an accepted command. A replayed command is marked as a repeat. */
export const wooAnswerOf = <Body>(body: Body, accepted: Accepted): WooAnswer<Body> =>
  accepted.replayed ? { body, repeated: accepted } : { body };
