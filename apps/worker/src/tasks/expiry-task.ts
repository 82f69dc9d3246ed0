import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import type { Pool } from 'pg';
import { EventStoreUnavailable, OrderRepository } from '#event-log';
import { decide, type ExpireOrder, type Instant } from '#ledger';
import { type DueOrder, findDueOrders } from '#read-models';
import type { Logger } from '#runtime';
import { loggerToken, paceToken, poolToken } from '../connections/connections.module.js';
import type { WorkerSession } from '../leadership/worker-session.js';
import type { Pace } from '../worker-options.js';
import { type WorkerTask, repeatedly } from '../worker-task.js';

/** Executes the command that records the expiry of one order. */
@Injectable()
export class OrderExpiry {
  constructor(
    private readonly orders: OrderRepository,
    @Inject(loggerToken) private readonly logger: Logger,
  ) {}

  async expire({ orderId }: Pick<DueOrder, 'orderId'>, at: Instant): Promise<void> {
    const command = expireOrder(orderId, at);
    const executed = await this.orders.execute({
      orderId,
      actionId: command.actionId,
      decide: (order) => decide(order, command),
      origin: {
        clientId: 'worker',
        contract: 'system',
        endpoint: 'worker expiry',
        correlationId: command.actionId,
        recordedAt: at,
      },
    });
    if (executed.kind === 'accepted') this.logger.debug({ orderId }, 'order expired');
    // The command is refused if the order was captured or extended, and the read model did not show
    // that yet.
    else this.logger.debug({ orderId, code: executed.code }, 'order not expired');
  }
}

const atOnce = 10;

/**
 * Records that orders have expired (domain.md, "Time"). The task finds the orders in the read
 * model, which may lag, and decides each expiry on the order's own stream. A late record does no
 * harm: `decide` refuses captures after the expiry date, whether or not the expiry is recorded.
 */
@Injectable()
export class ExpiryTask implements WorkerTask {
  constructor(
    @Inject(poolToken) private readonly pool: Pool,
    private readonly expiry: OrderExpiry,
    @Inject(paceToken) private readonly pace: Pace,
    @Inject(loggerToken) private readonly logger: Logger,
  ) {}

  async perform(_session: WorkerSession, signal: AbortSignal): Promise<void> {
    const onFailure = (error: unknown): void => {
      this.logger.warn(
        { err: error },
        'due orders could not be expired; the next search tries again',
      );
    };
    await repeatedly({ everyMs: this.pace.expiryMs, signal, onFailure }, () =>
      this.#expireDue(new Date().toISOString(), signal),
    );
  }

  /** Reads all batches, because orders that cannot be expired may fill the first batches. */
  async #expireDue(at: string, signal: AbortSignal): Promise<void> {
    let after: DueOrder | undefined;
    do {
      const due: readonly DueOrder[] = await findDueOrders(this.pool, {
        at,
        limit: this.pace.expiryBatch,
        ...(after && { after }),
      });
      for (let first = 0; first < due.length && !signal.aborted; first += atOnce) {
        const some = due.slice(first, first + atOnce);
        await Promise.all(some.map(async (order) => this.#expireOne(order, at)));
      }
      after = due.at(-1);
    } while (after !== undefined && !signal.aborted);
  }

  /**
   * Expires one order. A failure is logged and does not delay the other orders; only an unreachable
   * event store is thrown, because then no order can be expired.
   */
  async #expireOne(order: DueOrder, at: string): Promise<void> {
    try {
      await this.expiry.expire(order, at);
    } catch (error) {
      if (error instanceof EventStoreUnavailable) throw error;
      this.logger.error(
        { err: error, orderId: order.orderId },
        'an order could not be expired; the next search tries again',
      );
    }
  }
}

/**
 * The action id is random, because an order may rightly expire twice on the same date. For example,
 * the uncaptured rest expires while a capture is still requested. If the capture then fails, its
 * amount has to expire too. The order's status prevents any other second expiry.
 */
const expireOrder = (orderId: string, at: Instant): ExpireOrder => ({
  type: 'ExpireOrder',
  orderId,
  at,
  actionId: randomUUID(),
  data: {},
});
