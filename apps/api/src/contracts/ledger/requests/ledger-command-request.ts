import type { FastifyRequest } from 'fastify';
import type { OrderTarget } from '../../../commands/command-on-order.js';
import type { CommandRequest } from '../../../commands/command-request.js';
import { commandRequestOf } from '../../../contract-kit/request-caller.js';
import { idempotencyKey } from './idempotency-key.js';
import { orderIdOfPath } from './order-id.js';

/**
 * What a command of this contract carries of its request, the `Idempotency-Key` included.
 *
 * @throws RefusedRequest 400 for a key of the wrong shape
 */
export const ledgerCommandRequest = (request: FastifyRequest): CommandRequest =>
  commandRequestOf(request, 'ledger', idempotencyKey(request.headers['idempotency-key']));

/**
 * The order that the path of a command names. In `/v1` all orders are known.
 *
 * @throws RefusedRequest 400 for a key of the wrong shape, 404 for an id that is no UUID
 */
export const ledgerTarget = (request: FastifyRequest, id: string): OrderTarget => ({
  request: ledgerCommandRequest(request),
  orderId: orderIdOfPath(id),
  knownOrders: 'all',
});
