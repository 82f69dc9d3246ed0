import { Inject, Injectable } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import type { Executed } from '#event-log';
import type { Gateway, PaymentIntent } from '#gateway';
import { type Order, type Rejected, without } from '#ledger';
import { actionId } from '../../../commands/command-request.js';
import { AuthorizeOrder, CreateCheckoutIntent } from '../../../commands/payment-commands.js';
import type { OrderTarget } from '../../../commands/order-commands.js';
import { CommandRejected } from '../../../contract-kit/executed.js';
import { HttpError } from '../../../contract-kit/http-error.js';
import { OutcomePending, OutcomeWait } from '../../../queries/outcome-wait.js';
import type { StoreApi } from '../../../services/store-api.js';
import { storeApiToken } from '../../../services/service-tokens.js';
import { type ShopOrder, ShopOrders } from '../orders/shop-orders.js';
import { notPayable } from '../woo-store-envelope.js';

/** An automatic capture is mostly settled within this time; the payment stands without it. */
const captureWaitMs = 3_000;

type Accepted = Exclude<Executed, Rejected>;

const isTaken = (executed: Executed): executed is Rejected =>
  executed.kind === 'rejected' && executed.code === 'AUTHORIZE_INVALID_STATUS';

const accepted = (executed: Executed): Accepted => {
  if (executed.kind === 'rejected') throw new CommandRejected(executed);
  return executed;
};

/** The target without the caller's key: what is recorded besides the payment has none. */
const unkeyed = ({ request, ...target }: OrderTarget): OrderTarget => ({
  ...target,
  request: without(request, 'idempotencyKey'),
});

/** The request of a checkout, for those that have an idempotency key. */
export interface Asked {
  readonly found: ShopOrder;
  /** Names what was asked for: the method, and the card. */
  readonly request: string;
}

/** Writes the payments of checkouts into the log. */
@Injectable()
export class RecordedPayments {
  constructor(
    private readonly commands: CommandBus,
    private readonly orders: ShopOrders,
    private readonly outcomes: OutcomeWait,
    @Inject(storeApiToken) private readonly storeApi: Pick<StoreApi, 'capture'>,
  ) {}

  /**
   * The intent on which cards are asked: this one, or the one that a checkout at the same time has
   * recorded before.
   *
   * @throws HttpError 400 for an order that was paid meanwhile
   */
  async intent(
    { target }: ShopOrder,
    paymentIntent: string,
    replaces: string | undefined,
  ): Promise<string> {
    const command = new CreateCheckoutIntent(unkeyed(target), {
      paymentIntent,
      ...(replaces !== undefined && { replaces }),
    });
    const { order } = accepted(await this.commands.execute(command));
    return order.payment.checkoutIntent ?? paymentIntent;
  }

  /**
   * The order with this card payment. Of several checkouts that find the same authorisation each
   * gets the same answer; one that the order cannot take is given free at once.
   *
   * @throws HttpError 400 for an order that is paid by something else
   */
  async card(asked: Asked, { id }: PaymentIntent, gateway: Gateway): Promise<Order> {
    const { found, request } = asked;
    const executed = await this.commands.execute(
      new AuthorizeOrder(found.target, {
        ...{ outcome: 'authorized', paymentIntent: id, paymentMethod: 'card', request },
        ...(this.storeApi.capture === 'automatic' && { capture: true }),
      }),
    );
    if (!isTaken(executed)) return this.#withCapture(found, accepted(executed));
    const order = await this.orders.now(found);
    return order.payment.paymentIntent === id ? order : this.#giveUp(found, id, gateway);
  }

  /**
   * The order while its customer, or the bank, is asked about a card. If the order was paid by
   * something else meanwhile, the customer is not asked.
   *
   * @throws HttpError 400 for an order that is paid by something else
   */
  async waiting({ found }: Asked, { id }: PaymentIntent, gateway: Gateway): Promise<Order> {
    const order = await this.orders.now(found);
    const isPaid = order.balance.status !== 'Pending' && order.payment.paymentIntent !== id;
    return isPaid ? this.#giveUp(found, id, gateway) : order;
  }

  async #giveUp({ target }: ShopOrder, intentId: string, gateway: Gateway): Promise<never> {
    const key = actionId(target.orderId, 'release-authorization', intentId);
    await gateway.cancelIntent(intentId, key);
    throw new HttpError(notPayable);
  }

  /** The order with an offline payment, whose money is awaited. @throws HttpError 400 */
  async offline({ found, request }: Asked, offlineMethod: string): Promise<Order> {
    const payment = { outcome: 'authorized', paymentMethod: 'invoice', offlineMethod } as const;
    const executed = await this.commands.execute(
      new AuthorizeOrder(found.target, { ...payment, request }),
    );
    return accepted(executed).order;
  }

  /** The order with a payment that failed on record: the next attempt is another one. */
  async failure(
    { found, request }: Asked,
    failure: { readonly reason: string; readonly paymentIntent: string },
  ): Promise<Order> {
    const executed = await this.commands.execute(
      new AuthorizeOrder(found.target, { outcome: 'failed', ...failure, request }),
    );
    // Another checkout of the order was quicker, and was paid.
    return isTaken(executed) ? this.orders.now(found) : accepted(executed).order;
  }

  /**
   * The order with a failure of the gateway on record, so that its card is asked again under
   * another key. The caller's own key stays free: it has no answer yet.
   */
  async keyUsedUp({ found }: Asked, paymentIntent: string): Promise<Order> {
    const failed = {
      outcome: 'failed',
      reason: 'The card gateway failed.',
      paymentIntent,
    } as const;
    const executed = await this.commands.execute(new AuthorizeOrder(unkeyed(found.target), failed));
    return isTaken(executed) ? this.orders.now(found) : accepted(executed).order;
  }

  /** @throws HttpError 422 if the key was used for another request */
  async assertSameRequest({ found, request }: Asked): Promise<void> {
    const replay = { outcome: 'failed', reason: 'asked again', request } as const;
    accepted(await this.commands.execute(new AuthorizeOrder(found.target, replay)));
  }

  /** Waits for the outcome of an automatic capture, but returns the order even without it. */
  async #withCapture(found: ShopOrder, { order, captureId }: Accepted): Promise<Order> {
    const { orderId } = found.target;
    if (captureId === undefined) return order;
    const wait = { clientId: orderId, orderId, captureId, timeoutMs: captureWaitMs };
    try {
      await this.outcomes.awaitCapture(wait);
    } catch (error) {
      if (!(error instanceof OutcomePending)) return order;
    }
    return this.orders.now(found);
  }
}
