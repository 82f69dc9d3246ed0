import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { actionIdOf, decide } from '#ledger';
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

  async expire({ orderId, expiresAt }: DueOrder, at: Instant): Promise<void> {
    const command = expireOrder({ orderId, expiresAt }, at);
    const executed = await this.orders.execute({
      orderId,
      actionId: command.actionId,
      decide: (order) => decide(order, command),
      origin: {
        clientId: 'worker',
        contract: 'system',
        endpoint: 'worker expiry',
        correlationId: randomUUID(),
        recordedAt: at,
      },
    });
    if (executed.kind === 'accepted') this.logger.debug({ orderId }, 'order expired');
    // The read model was behind: the order was captured, or extended, meanwhile.
    else this.logger.debug({ orderId, code: executed.code }, 'order not expired');
  }
}

/** The expiry date is the key, so that two workers, or a repeat, record one expiry of it. */
const expireOrder = ({ orderId, expiresAt }: DueOrder, at: Instant): ExpireOrder => {
  const idempotencyKey = `expires ${expiresAt}`;
  return {
    type: 'ExpireOrder',
    orderId,
    at,
    idempotencyKey,
    actionId: actionIdOf(orderId, 'expire', idempotencyKey),
    data: {},
  };
};
