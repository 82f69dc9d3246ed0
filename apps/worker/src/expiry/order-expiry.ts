import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { decide } from '#ledger';
import type { ExpireOrder, Instant } from '#ledger';
import { OrderRepository } from '#event-log';
import type { DueOrder } from '#read-models';
import type { Logger } from '#runtime';
import { loggerToken } from '../connections/connection-tokens.js';

/** Expires one order: the command and who it comes from. */
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
    // The read model was behind: the order was captured, or extended, meanwhile.
    else this.logger.debug({ orderId, code: executed.code }, 'order not expired');
  }
}

/**
 * Without an idempotency key: the order's status lets nobody expire it twice. A key would keep it from expiring again
 * when a capture fails after its rest was cancelled, so that something of it is left beyond the same date.
 */
const expireOrder = (orderId: string, at: Instant): ExpireOrder => ({
  type: 'ExpireOrder',
  orderId,
  at,
  actionId: randomUUID(),
  data: {},
});
