import type { FastifyRequest } from 'fastify';
import { isUuid } from '#ledger';
import type { OrderTarget } from '../../../commands/order-commands.js';
import type { CommandRequest } from '../../../commands/command-request.js';
import { commandRequestOf, idempotencyKeyOf } from '../../../contract-kit/request.js';
import { problems } from '../problems/problems.js';

/**
 * The data that a command needs from its HTTP request: caller, time, `Idempotency-Key` and the ids
 * for tracing.
 *
 * @throws HttpError 400 for a key of the wrong shape
 */
export const ledgerCommandRequest = (request: FastifyRequest): CommandRequest =>
  commandRequestOf(request, idempotencyKeyOf(request));

/**
 * The order that the path of a command names. `knownOrders: 'all'` means that `/v1` also knows
 * orders whose payment is still pending.
 *
 * @throws HttpError 400 for a key of the wrong shape, 404 for an id that is not a UUID
 */
export const ledgerTarget = (request: FastifyRequest, id: string): OrderTarget => ({
  request: ledgerCommandRequest(request),
  orderId: orderIdOfPath(id),
  knownOrders: 'all',
});

/**
 * Returns the order id in a path, in lower case. An id that is not a UUID gets 404 and not 400,
 * because no order can have it. Callers use this function after the body was checked, so a
 * malformed body gets its 400 first (domain.md, "Capture").
 *
 * @throws HttpError 404
 */
export const orderIdOfPath = (id: string): string => {
  if (!isUuid(id)) throw problems.orderNotFound();
  return id.toLowerCase();
};

/** The header `Idempotency-Key`, as OpenAPI describes it. */
export const idempotencyKeyHeader = {
  name: 'Idempotency-Key',
  required: false,
  description:
    'A repeat of the request with the same key has no further effect and gets the same answer',
  schema: { type: 'string', minLength: 1, maxLength: 128, pattern: '^[!-~]+$' },
};
