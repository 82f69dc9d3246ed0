import { Inject, Injectable } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import type { Executed } from '#event-log';
import type { Gateway, PaymentIntent } from '#gateway';
import { type Order, type Rejected, without } from '#ledger';
import { actionId } from '../../../commands/command-request.js';
import { AuthorizeOrder, CreateCheckoutIntent } from '../../../commands/payment-commands.js';
import type { OrderTarget } from '../../../commands/order-commands.js';
import { CommandRejected, HttpError } from '../../../contract-kit/http-error.js';
import { OutcomePending, OutcomeWait } from '../../../queries/outcome-wait.js';
import type { StoreApi } from '../../../services/store-api.js';
import { storeApiToken } from '../../../services/service-tokens.js';
import { type ShopOrder, ShopOrders } from '../orders/shop-orders.js';
import { notPayable } from '../woo-store-envelope.js';

/**
 * The longest wait for an automatic capture, which is enough for most. The answer need not wait
 * longer, because the payment is valid before its capture is settled.
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
 * The target of a command without the caller's idempotency key. Only the command that records the
 * payment may use up that key.
 */
const unkeyed = ({ request, ...target }: OrderTarget): OrderTarget => ({
  ...target,
  request: without(request, 'idempotencyKey'),
});

/** The request of a checkout. */
export interface Asked {
  readonly found: ShopOrder;
  /**
   * Payment method and card as a text, which must be the same in all requests with one idempotency
   * key.
   */
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
   * Records the intent on which cards are tried, and returns its id. If a concurrent checkout has
   * recorded another intent before, returns that one.
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
   * Records an authorised card and returns the order. Concurrent checkouts that find the same
   * authorisation all get this answer. If the order cannot take the authorisation, the intent is
   * cancelled at the gateway at once.
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
   * The order while the customer or the bank still has to approve a card. If another payment has
   * paid the order meanwhile, the intent is cancelled, so that the customer is not asked any more.
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

  /** Records an offline payment, such as a bank transfer to come. @throws CommandRejected */
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
    // A concurrent checkout has paid the order.
    return isTaken(executed) ? this.orders.now(found) : accepted(executed).order;
  }

  /**
   * Records that the gateway failed, so that the next attempt is sent to the gateway with another
   * idempotency key. The caller's own key is not used up: the caller's request has no answer yet.
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
   * Checks that a request with a used idempotency key is the same as the first one. The command
   * cannot record a failure: for a used key the ledger compares the requests and replays the first
   * answer.
   *
   * @throws CommandRejected `IDEMPOTENCY_KEY_REUSED`
   */
  async assertSameRequest({ found, request }: Asked): Promise<void> {
    const replay = { outcome: 'failed', reason: 'asked again', request } as const;
    accepted(await this.commands.execute(new AuthorizeOrder(found.target, replay)));
  }

  /** Waits some seconds for the outcome of an automatic capture; a later outcome is fine too. */
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
