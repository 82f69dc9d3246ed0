import { Inject, Injectable } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import type { Executed } from '#event-log';
import type { Gateway, PaymentIntent } from '#gateway';
import { type Order, type Rejected, without } from '#ledger';
import { actionId } from '../../../commands/command-request.js';
import { AuthorizeOrder, CreateCheckoutIntent } from '../../../commands/order-life-commands.js';
import type { OrderTarget } from '../../../commands/order-commands.js';
import { CommandRejected, HttpError } from '../../../contract-kit/http-error.js';
import { OutcomePending, OutcomeWait } from '../../../queries/outcome-wait.js';
import type { StoreApi } from '../../../services/store-api.js';
import { storeApiToken } from '../../../services/service-tokens.js';
import { type ShopOrder, ShopOrders } from '../orders/shop-orders.js';
import { notPayable } from '../woo-store-envelope.js';

/**
 * The longest time in milliseconds that a checkout waits for an automatic capture. Most captures
 * are settled by then. If not, the checkout succeeds all the same, because the payment is already
 * authorised.
 */
const captureWaitMs = 3_000;

type Accepted = Exclude<Executed, Rejected>;

const isTaken = (executed: Executed): executed is Rejected =>
  executed.kind === 'rejected' && executed.code === 'AUTHORIZE_INVALID_STATUS';

const accepted = (executed: Executed): Accepted => {
  if (executed.kind === 'rejected') throw new CommandRejected(executed);
  return executed;
};

/**
 * Removes the caller's idempotency key from the data of a command. Only the command that records
 * the payment may use the key: if an earlier command of the same checkout used it, the payment
 * could not be recorded under it.
 */
const unkeyed = ({ request, ...target }: OrderTarget): OrderTarget => ({
  ...target,
  request: without(request, 'idempotencyKey'),
});

/** A checkout: the order, and what the shopper asked for. */
export interface Asked {
  readonly found: ShopOrder;
  /**
   * The payment method and the card as one text. All requests with the same idempotency key must
   * have the same text.
   */
  readonly request: string;
}

/** Records in the log what a checkout did at the gateway. */
@Injectable()
export class RecordedPayments {
  constructor(
    private readonly commands: CommandBus,
    private readonly orders: ShopOrders,
    private readonly outcomes: OutcomeWait,
    @Inject(storeApiToken) private readonly storeApi: Pick<StoreApi, 'capture'>,
  ) {}

  /**
   * Records the intent on which the order's cards are tried, and returns its id. If a concurrent
   * checkout was faster and has recorded another intent, returns the id of that intent.
   *
   * @throws HttpError 400 if the order has been paid in the meantime
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
   * Records the authorisation of a card and returns the order. Concurrent checkouts may find the
   * same authorisation: all of them succeed. If the order cannot take the authorisation, the intent
   * is cancelled at the gateway at once, so that the customer's money is not held.
   *
   * @throws HttpError 400 if another payment has paid the order
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
   * Returns the order while the customer or the bank still has to approve a card. If another
   * payment has paid the order in the meantime, the intent is cancelled, so that the customer is
   * not asked to approve it.
   *
   * @throws HttpError 400 if another payment has paid the order
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

  /**
   * Records an offline payment, such as a bank transfer that the customer will make later.
   *
   * @throws CommandRejected
   */
  async offline({ found, request }: Asked, offlineMethod: string): Promise<Order> {
    const payment = { outcome: 'authorized', paymentMethod: 'invoice', offlineMethod } as const;
    const executed = await this.commands.execute(
      new AuthorizeOrder(found.target, { ...payment, request }),
    );
    return accepted(executed).order;
  }

  /** Records a failed payment, so that the next attempt has another key at the gateway. */
  async failure(
    { found, request }: Asked,
    failure: { readonly reason: string; readonly paymentIntent: string },
  ): Promise<Order> {
    const executed = await this.commands.execute(
      new AuthorizeOrder(found.target, { outcome: 'failed', ...failure, request }),
    );
    // The command is refused if a concurrent checkout has already paid the order. Then that order
    // is returned.
    return isTaken(executed) ? this.orders.now(found) : accepted(executed).order;
  }

  /**
   * Records that the gateway failed, so that the next attempt uses another idempotency key at the
   * gateway. The caller's own key stays unused, because the caller has no final answer yet.
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

  /**
   * Checks that a request with a used idempotency key is the same as the first request with that
   * key. The command looks as if it recorded a failure, but it never does: because the key is used,
   * the ledger only compares the requests and returns the first answer.
   *
   * @throws CommandRejected `IDEMPOTENCY_KEY_REUSED`
   */
  async assertSameRequest({ found, request }: Asked): Promise<void> {
    const replay = { outcome: 'failed', reason: 'asked again', request } as const;
    accepted(await this.commands.execute(new AuthorizeOrder(found.target, replay)));
  }

  /**
   * Waits for the outcome of an automatic capture, so that the answer can show it. If the outcome
   * does not come within `captureWaitMs`, the order is returned without it.
   */
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
