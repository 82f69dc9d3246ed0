import { Injectable } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { RequestKeys } from '#access';
import { type Executed, TooManyConflicts } from '#event-log';
import type { Order, OrderCapture } from '#ledger';
import { captureCommand, type RequestedCapture } from '../../../commands/capture-commands.js';
import type { OrderTarget } from '../../../commands/order-commands.js';
import { acceptedOf, HttpError } from '../../../contract-kit/http-error.js';
import { awaitsGateway, OutcomeWait } from '../../../queries/outcome-wait.js';
import { refused } from '../akinon-envelope.js';
import type { AskedItem } from '../fields/capture-request.js';
import { type AkinonOrder, AkinonOrders } from './akinon-orders.js';
import { type AskedCapture, askedCapture } from './asked-capture.js';
import { earlierCapture, keyOfCaller, keyOfSet } from './earlier-captures.js';

/** A capture, and the state of its order after the capture. */
interface MadeCapture {
  readonly captureId: string;
  readonly order: Order;
}

/**
 * The maximum number of attempts to capture a set of items. A further attempt is needed only if a
 * concurrent request has already used the idempotency key of this attempt.
 */
const roundsMax = 10;

const madeBy = (executed: Executed): MadeCapture => {
  const { captureId, order } = acceptedOf(executed);
  if (captureId === undefined) throw new Error('A capture without an id was accepted');
  return { captureId, order };
};

const failureOf = ({ gateway }: OrderCapture): HttpError =>
  refused('gateway_declined', gateway?.failure?.reason ?? 'The gateway refused.', 406);

const keyReused = (): HttpError =>
  refused('IDEMPOTENCY_KEY_REUSED', 'The idempotency key was used for another request.');

/**
 * The status is 503 and not 409, because Akinon's client repeats a request only after a status of
 * 499 or above.
 */
const tooBusy = (): HttpError =>
  new HttpError({
    status: 503,
    code: 'TOO_MANY_CONFLICTS',
    detail: 'Too many requests for this order at once. Repeating the request is safe.',
    headers: { 'Retry-After': '1' },
  });

/** Captures each set of items of an order once, and waits for the gateway's outcome. */
@Injectable()
export class AkinonCaptures {
  constructor(
    private readonly commands: CommandBus,
    private readonly orders: AkinonOrders,
    private readonly outcomes: OutcomeWait,
    private readonly requestKeys: RequestKeys,
  ) {}

  /**
   * Captures the items and returns the order after the capture. Without an `Idempotency-Key`, items
   * that were captured before are not captured again: the order is returned with the earlier
   * capture. A new capture is made only if the earlier one failed, or if it covered whole rows and
   * some of these rows are open again.
   *
   * @throws HttpError, CommandRejected, OutcomePending
   */
  async capture(
    { order, target }: AkinonOrder,
    items: readonly AskedItem[],
    idempotencyKey: string | undefined,
  ): Promise<Order> {
    const asked = askedCapture(order.balance, items);
    try {
      const made =
        idempotencyKey === undefined
          ? await this.#captureSet(order, target, asked)
          : await this.#captureUnderKey(order, target, { asked, key: keyOfCaller(idempotencyKey) });
      return await this.#afterOutcome(target, made);
    } catch (error) {
      throw error instanceof TooManyConflicts ? tooBusy() : error;
    }
  }

  async #captureSet(first: Order, target: OrderTarget, asked: AskedCapture): Promise<MadeCapture> {
    let order = first;
    for (let round = 0; round < roundsMax; round += 1) {
      const earlier = earlierCapture(order, target, asked);
      if (earlier.kind === 'found') return { captureId: earlier.captureId, order };
      const key = keyOfSet(asked.setName, earlier.attempts);
      const executed = await this.#execute(target, earlier.capture, key);
      if (!isOvertaken(executed)) return madeBy(executed);
      order = (await this.orders.load(target.orderId)) ?? order;
    }
    throw tooBusy();
  }

  /**
   * Captures under the caller's key. An order knows its own keys only, so `RequestKeys` refuses a
   * key that was used for another order of the store. A refused capture leaves its key free.
   */
  async #captureUnderKey(
    { balance: { orderId, storeId } }: Order,
    target: OrderTarget,
    { asked, key }: { readonly asked: AskedCapture; readonly key: string },
  ): Promise<MadeCapture> {
    const { clientId } = target.request.caller;
    const keyed = { clientId, store: storeId, key, request: `capture ${orderId}` };
    if (!(await this.requestKeys.claim(keyed))) throw keyReused();
    const executed = await this.#execute(target, asked.capture, key);
    if (isKeyUsed(executed)) await this.requestKeys.keep(keyed);
    else await this.requestKeys.release(keyed);
    return madeBy(executed);
  }

  #execute(
    { request, ...target }: OrderTarget,
    capture: RequestedCapture,
    idempotencyKey: string,
  ): Promise<Executed> {
    const keyed = { ...target, request: { ...request, idempotencyKey } };
    return this.commands.execute(captureCommand(keyed, capture));
  }

  /**
   * Waits until the gateway has settled or declined the capture, then returns the order.
   *
   * @throws HttpError 406 if the gateway declined
   * @throws OutcomePending if the gateway takes too long
   */
  async #afterOutcome({ request, orderId }: OrderTarget, made: MadeCapture): Promise<Order> {
    const { captureId, order } = made;
    const capture = order.captures.get(captureId);
    if (capture?.status === 'failed') throw failureOf(capture);
    if (capture === undefined || !awaitsGateway(capture)) return order;
    const { clientId } = request.caller;
    const outcome = await this.outcomes.awaitCapture({ clientId, orderId, captureId });
    if (outcome.status === 'failed') throw failureOf(outcome);
    return (await this.orders.load(orderId)) ?? order;
  }
}

/**
 * True if the order has recorded the key, with this capture or with an earlier one. The process
 * that made an earlier capture may have ended before `RequestKeys` had the key.
 */
const isKeyUsed = (executed: Executed): boolean =>
  executed.kind === 'accepted' || executed.code === 'IDEMPOTENCY_KEY_REUSED';

/**
 * Returns true if a concurrent request has used the idempotency key and this request needs another
 * key. There are two cases. The capture of the other request has already failed. Or the other
 * request wrote the same items differently, for example with `quantity: 3` for a row of three
 * pieces.
 */
const isOvertaken = (executed: Executed): boolean => {
  if (executed.kind === 'rejected') return executed.code === 'IDEMPOTENCY_KEY_REUSED';
  const { replayed, captureId = '', order } = executed;
  return replayed && order.captures.get(captureId)?.status === 'failed';
};
