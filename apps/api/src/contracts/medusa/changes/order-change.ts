import type { FastifyRequest } from 'fastify';
import type { OrderView } from '#read-models';
import type { OrderTarget } from '../../../commands/order-commands.js';
import { commandRequestOf } from '../../../contract-kit/request.js';
import { idempotencyKeyOf } from './idempotency-key.js';

/** The order of a change, under the caller's key. */
export const targetOf = (request: FastifyRequest, { orderId }: OrderView): OrderTarget => ({
  request: commandRequestOf(request, idempotencyKeyOf(request)),
  orderId,
  knownOrders: 'all',
});
