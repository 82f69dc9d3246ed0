import type { FastifyRequest } from 'fastify';
import { isUuid } from '#ledger';
import type { OrderTarget } from '../../../commands/order-commands.js';
import type { CommandRequest } from '../../../commands/command-request.js';
import { commandRequestOf, idempotencyKeyOf } from '../../../contract-kit/request.js';
import { problems } from '../problems/problems.js';

/**
 * The part of a request that a command of this contract carries, including the `Idempotency-Key`.
 *
 * @throws HttpError 400 for a key of the wrong shape
 */
export const ledgerCommandRequest = (request: FastifyRequest): CommandRequest =>
  commandRequestOf(request, idempotencyKeyOf(request));

/**
 * The order that the path of a command names. In `/v1` all orders are known.
 *
 * @throws HttpError 400 for a key of the wrong shape, 404 for an id that is no UUID
 */
export const ledgerTarget = (request: FastifyRequest, id: string): OrderTarget => ({
  request: ledgerCommandRequest(request),
  orderId: orderIdOfPath(id),
  knownOrders: 'all',
});

/**
 * The `{id}` of a path, in lower case. A text that is no UUID names no order: 404, checked after
 * the body's shape (domain.md, "Capture").
 *
 * @throws HttpError 404
 */
export const orderIdOfPath = (id: string): string => {
  if (!isUuid(id)) throw problems.orderNotFound();
  return id.toLowerCase();
};

/** The header `Idempotency-Key`, for the API's description. */
export const idempotencyKeyHeader = {
  name: 'Idempotency-Key',
  required: false,
  description: 'The same key and request again has one effect and gets the same answer',
  schema: { type: 'string', minLength: 1, maxLength: 128, pattern: '^[!-~]+$' },
};
