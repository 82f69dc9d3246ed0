import { Inject, Injectable } from '@nestjs/common';
import { type Executed, OrderRepository } from '#event-log';
import type { Order, OrderCapture, OrderRefund } from '#ledger';
import { TooManyWaitingForPosition } from '#read-models';
import { backOffMs, Deadline, pause } from '#runtime';
import { gatewayWaitToken } from '../services/service-tokens.js';
import { WaitingReads } from './waiting-reads.js';

/**
 * Thrown if the gateway has not answered in time. A repeat of the request finds the same capture
 * and does not make another.
 */
export class OutcomePending extends Error {
  override readonly name = 'OutcomePending';

  constructor() {
    super('The outcome is not known yet');
  }
}

/**
 * True for a capture whose outcome the gateway still has to give. A capture without a payment
 * intent is never sent to the gateway.
 */
export const awaitsGateway = ({ status, gateway }: OrderCapture): boolean =>
  status === 'requested' && gateway?.paymentIntent !== undefined;

/**
 * The outcome. The result is `undefined` if the outcome does not come in time, or if too many
 * callers are waiting already.
 */
export const outcomeInTime = async <Action>(
  outcome: Promise<Action>,
): Promise<Action | undefined> => {
  try {
    return await outcome;
  } catch (error) {
    const isStillOpen =
      error instanceof OutcomePending || error instanceof TooManyWaitingForPosition;
    if (isStillOpen) return undefined;
    throw error;
  }
};

interface Waiting {
  /** The client that waits. Each client has a limited share of the waiting requests. */
  readonly clientId: string;
  /** The longest wait in milliseconds. If absent, `GATEWAY_WAIT_SECONDS` applies. */
  readonly timeoutMs?: number;
}

interface Awaited extends Waiting {
  /** A UUID, lower case. */
  readonly orderId: string;
}

type AcceptedCapture = Pick<Extract<Executed, { kind: 'accepted' }>, 'captureId' | 'order'>;

/**
 * Pauses between two reads of an order's stream. Most outcomes come within a second, so the first
 * pauses are short. For a slow outcome the stream is read only twice a second.
 */
const backOff = { firstMs: 40, msMax: 500 };

/**
 * Waits until the log contains the outcome of a capture or a refund. Some contracts must report the
 * outcome in their answer.
 */
@Injectable()
export class OutcomeWait {
  constructor(
    @Inject(OrderRepository) private readonly orders: Pick<OrderRepository, 'load'>,
    private readonly waiting: WaitingReads,
    @Inject(gatewayWaitToken) private readonly timeoutMs: number,
  ) {}

  /**
   * Returns the capture that an accepted command made, once it is settled or failed. A card order
   * without a payment intent never gets an outcome from the gateway. The capture of such an order
   * is returned at once, with the status `requested`.
   *
   * @throws OutcomePending (503) if the gateway's outcome does not come in time
   */
  async captureOf(accepted: AcceptedCapture, waiting: Waiting): Promise<OrderCapture> {
    const { captureId = '', order } = accepted;
    const capture = order.captures.get(captureId);
    if (capture === undefined) throw new Error('A command that captures nothing was accepted');
    const { orderId } = order.balance;
    return awaitsGateway(capture) ? this.awaitCapture({ ...waiting, orderId, captureId }) : capture;
  }

  /**
   * Waits until the capture is settled or failed.
   *
   * @throws OutcomePending (503) if the time limit passes first
   */
  awaitCapture(awaited: Awaited & { readonly captureId: string }): Promise<OrderCapture> {
    return this.#awaitIn(awaited, ({ captures }) => captures.get(awaited.captureId));
  }

  /**
   * Waits until the refund is settled or failed.
   *
   * @throws OutcomePending (503) if the time limit passes first
   */
  awaitRefund(awaited: Awaited & { readonly refundId: string }): Promise<OrderRefund> {
    return this.#awaitIn(awaited, ({ refunds }) => refunds?.made.get(awaited.refundId));
  }

  async #awaitIn<Action extends OrderCapture | OrderRefund>(
    { clientId, orderId, timeoutMs = this.timeoutMs }: Awaited,
    find: (order: Order) => Action | undefined,
  ): Promise<Action> {
    const look = async (): Promise<Action | undefined> => {
      const loaded = await this.orders.load(orderId);
      const action = loaded && find(loaded.order);
      return action?.status === 'requested' ? undefined : action;
    };
    // If the outcome is there already, it is returned at once and does not count against the limit
    // of waiting reads.
    const known = await look();
    if (known !== undefined) return known;
    return this.waiting.during(clientId, async () => {
      const deadline = new Deadline(timeoutMs);
      for (let looks = 0; !deadline.passed; looks += 1) {
        await pause(backOffMs(backOff, looks));
        const found = await look();
        if (found !== undefined) return found;
      }
      throw new OutcomePending();
    });
  }
}
