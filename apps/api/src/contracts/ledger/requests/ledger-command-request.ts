import type { FastifyRequest } from 'fastify';
import type { CommandRequest } from '../../../commands/command-request.js';
import { commandRequestOf } from '../../../http/command-request-of.js';
import { idempotencyKey } from './idempotency-key.js';

/**
 * What a command of this contract carries of its request, the `Idempotency-Key` included.
 *
 * @throws RefusedRequest 400 for a key of the wrong shape
 */
export const ledgerCommandRequest = (request: FastifyRequest): CommandRequest =>
  commandRequestOf(request, 'ledger', idempotencyKey(request.headers['idempotency-key']));
