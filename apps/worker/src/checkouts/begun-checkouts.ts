import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { Counter, Registry } from 'prom-client';
import { OrderRepository } from '#event-log';
import { type BegunCheckout, type Doubt, Gateway, paymentFindingOf } from '#gateway';
import { decide, isDue, type Order, type OrderCommand } from '#ledger';
import type { Logger } from '#runtime';
import { loggerToken } from '../connections/connections.module.js';
import { workerOrigin } from '../worker-task.js';

export interface CheckoutOptions {
  /**
   * `automatic` captures the amount as soon as a checkout has authorised the card; `manual` leaves
   * the capture to the merchant. The variable `STORE_API_CAPTURE` sets this value, and must be the
   * same for the API.
   */
  readonly capture: 'manual' | 'automatic';
}

export const checkoutOptionsToken = Symbol('checkout options');

/** Counts the checkouts whose outcome the worker found at the gateway. */
@Injectable()
export class CheckoutMetrics {
  readonly #found: Counter<'result'>;

  constructor(registry: Registry) {
    this.#found = new Counter({
      name: 'ledger_gateway_checkouts_total',
      help: 'Checkouts whose outcome the worker found at the gateway',
      labelNames: ['result'],
      registers: [registry],
    });
  }

  found(result: 'recorded' | 'cancelled' | 'captured-elsewhere'): void {
    this.#found.inc({ result });
  }
}

/**
 * The result of looking at a checkout: `finished` if nothing is left to do, `later` if the worker
 * has to look again, or a doubt if the gateway gave no clear answer.
 */
export type Looked = 'finished' | 'later' | Doubt;

/**
 * A checkout takes ten minutes at most. A checkout that began right before the order's expiry date
 * can therefore authorise a card up to ten minutes after the date. The payment intent is not
 * cancelled before that.
 */
const graceMs = 600_000;

/** True if the order expired so long ago that no checkout of it is still running. */
const isLongOver = ({ balance }: Order): boolean =>
  isDue(balance.expiresAt, new Date(Date.now() - graceMs).toISOString());

/** True if the order waits for a payment on this payment intent. */
const waitsFor = ({ balance, payment }: Order, paymentIntent: string): boolean =>
  balance.status === 'Pending' && payment.checkoutIntent === paymentIntent;

/**
 * Finds out how a card payment that a checkout began at the gateway has ended. Records an
 * authorisation in the log, and cancels a payment intent that the order no longer needs
 * (docs/decisions/0047).
 */
@Injectable()
export class BegunCheckouts {
  constructor(
    private readonly gateway: Gateway,
    private readonly orders: OrderRepository,
    private readonly metrics: CheckoutMetrics,
    @Inject(checkoutOptionsToken) private readonly options: CheckoutOptions,
    @Inject(loggerToken) private readonly logger: Logger,
  ) {}

  async look(checkout: BegunCheckout): Promise<Looked> {
    const { orderId, paymentIntent } = checkout;
    const order = (await this.orders.load(orderId))?.order;
    if (order === undefined || order.payment.paymentIntent === paymentIntent) return 'finished';
    if (!waitsFor(order, paymentIntent)) return this.#release(checkout, order);
    const read = await this.gateway.readIntent(paymentIntent);
    if (read.kind === 'unknown') return read.doubt;
    if (read.kind === 'refused') return isLongOver(order) ? 'finished' : 'later';
    switch (paymentFindingOf(read.value)) {
      case 'authorised':
        return this.#record(checkout);
      case 'open':
        return isLongOver(order) ? this.#release(checkout, order) : 'later';
      case 'waits':
        return 'later';
      case 'over':
        return 'finished';
    }
  }

  async #record(checkout: BegunCheckout): Promise<Looked> {
    const { orderId, paymentIntent } = checkout;
    const at = new Date().toISOString();
    const command: OrderCommand = {
      ...{ type: 'AuthorizeOrder', orderId, at, actionId: randomUUID() },
      data: {
        ...{ outcome: 'authorized', paymentIntent, paymentMethod: 'card' },
        ...(this.options.capture === 'automatic' && { capture: true }),
      },
    };
    const executed = await this.orders.execute({
      ...{ orderId, actionId: command.actionId, decide: (order) => decide(order, command) },
      origin: workerOrigin('worker checkouts', at),
    });
    // Recording the authorisation is refused if the checkout itself, or a different payment of the
    // order, was recorded first. The next time that the worker looks at the checkout, it finds that
    // payment.
    if (executed.kind !== 'accepted') return 'later';
    this.metrics.found('recorded');
    this.logger.info(checkout, 'a card that a checkout had authorised is recorded');
    return 'finished';
  }

  /** Cancels the intent, because the order is paid in another way or can no longer be paid. */
  async #release(checkout: BegunCheckout, order: Order): Promise<Looked> {
    const { orderId, paymentIntent: intentId } = checkout;
    const releaseId = `release-${intentId}`;
    const outcome = await this.gateway.release({ orderId, intentId, releaseId });
    if (outcome.kind === 'unknown') return outcome.doubt;
    if (outcome.kind === 'refused') {
      const { status, code, message } = outcome.refusal;
      // The gateway answers 404 if it does not find the intent, but also if the configured secret
      // key belongs to another account. The intent may then exist. So the checkout is given up only
      // ten minutes after the order's expiry.
      if (status === 404 && isLongOver(order)) return 'finished';
      this.logger.warn({ ...checkout, code, message }, 'the gateway does not cancel a payment');
      return 'later';
    }
    if (outcome.value.status === 'succeeded') {
      this.metrics.found('captured-elsewhere');
      const message = 'a card was captured at the gateway for an order that this card does not pay';
      this.logger.error(checkout, `${message}; somebody has to look at it`);
      return 'finished';
    }
    this.metrics.found('cancelled');
    return 'finished';
  }
}
