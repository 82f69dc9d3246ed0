import { CommandHandler } from '@nestjs/cqrs';
import type { ICommandHandler } from '@nestjs/cqrs';
import { OrderRepository } from '#event-log';
import type { Executed } from '#event-log';
import { decide, permitted } from '#ledger';
import type { Order, RequestCapture } from '#ledger';
import { actionId } from './action-id.js';
import { CaptureOrder } from './capture-order.command.js';
import { originOf } from './origin-of.js';

@CommandHandler(CaptureOrder)
export class CaptureOrderHandler implements ICommandHandler<CaptureOrder> {
  constructor(private readonly orders: OrderRepository) {}

  execute({ request, orderId, capture, knownOrders }: CaptureOrder): Promise<Executed> {
    const { idempotencyKey } = request;
    const command: RequestCapture = {
      type: 'RequestCapture',
      orderId,
      at: request.at,
      actionId: actionId(orderId, 'capture', idempotencyKey),
      data: capture,
      ...(idempotencyKey !== undefined && { idempotencyKey }),
    };
    const stores = new Set(request.caller.stores);
    const known = (order: Order | undefined): Order | undefined =>
      knownOrders === 'authorised' && order?.balance.status === 'Pending' ? undefined : order;
    return this.orders.execute({
      orderId,
      actionId: command.actionId,
      origin: originOf(request),
      decide: (order) => permitted(known(order), stores, (own) => decide(own, command)),
    });
  }
}
