import type { FastifyRequest } from 'fastify';
import type { OrderTarget } from '../../commands/command-on-order.js';
import { commandRequestOf } from '../../contract-kit/request-caller.js';

/** The order of a Walley request. Walley has no orders that still wait for their payment. */
export const walleyTarget = (
  request: FastifyRequest,
  orderId: string,
  idempotencyKey: string | undefined,
): OrderTarget => ({
  request: commandRequestOf(request, idempotencyKey),
  orderId,
  knownOrders: 'authorised',
});
