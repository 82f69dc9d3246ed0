import { CommandHandler } from '@nestjs/cqrs';
import type { ICommandHandler } from '@nestjs/cqrs';
import { OrderRepository } from '#event-log';
import type { Executed } from '#event-log';
import { decide, orderIdOf } from '#ledger';
import type { Decision, Order, RegisterOrder as Registration } from '#ledger';
import { actionId } from './action-id.js';
import type { CommandRequest } from './command-request.js';
import { originOf } from './origin-of.js';
import { RegisterOrder } from './register-order.command.js';

@CommandHandler(RegisterOrder)
export class RegisterOrderHandler implements ICommandHandler<RegisterOrder> {
  constructor(private readonly orders: OrderRepository) {}

  execute({ request, registration }: RegisterOrder): Promise<Executed> {
    const orderId = orderIdOf(registration.storeId, registration.orderNumber);
    const { idempotencyKey } = request;
    const command: Registration = {
      type: 'RegisterOrder',
      orderId,
      at: request.at,
      actionId: actionId(orderId, 'register', idempotencyKey),
      data: registration,
      ...(idempotencyKey !== undefined && { idempotencyKey }),
    };
    return this.orders.execute({
      orderId,
      actionId: command.actionId,
      origin: { ...originOf(request), storeId: registration.storeId },
      decide: (order) => this.decide(request, command, order),
    });
  }

  /** A registration names its store, so the store is checked before the order is looked at. */
  private decide(
    request: CommandRequest,
    command: Registration,
    order: Order | undefined,
  ): Decision {
    return request.caller.stores.includes(command.data.storeId)
      ? decide(order, command)
      : {
          kind: 'rejected',
          code: 'ORDER_OF_OTHER_STORE',
          detail: 'The client may not act for this store.',
        };
  }
}
