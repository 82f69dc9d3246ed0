import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { RequestKeys } from '#access';
import type { OrderView } from '#read-models';
import type { OrderTarget } from '../../../commands/order-commands.js';
import { CommandRejected, HttpError } from '../../../contract-kit/http-error.js';
import { callerOf, commandRequestOf } from '../../../contract-kit/request.js';
import { invalidData, keyReused, paymentRefusedCode } from '../medusa-envelope.js';

const header = 'idempotency-key';
const keyPattern = /^[\x21-\x7e]{1,256}$/;

/** The `Idempotency-Key` of a request, whose form `IdempotencyKeyGuard` has checked. */
export const idempotencyKeyOf = ({
  headers,
}: Pick<FastifyRequest, 'headers'>): string | undefined => {
  const key = headers[header];
  return typeof key === 'string' && key !== '' ? key : undefined;
};

/** Repeats the caller's `Idempotency-Key` in the answer. @throws HttpError 400 if malformed */
@Injectable()
export class IdempotencyKeyGuard implements CanActivate {
  canActivate(context: ExecutionContext): boolean {
    const http = context.switchToHttp();
    const key = idempotencyKeyOf(http.getRequest<FastifyRequest>());
    if (key === undefined) return true;
    if (!keyPattern.test(key))
      throw invalidData('Idempotency-Key must be 1 to 256 visible ASCII characters');
    http.getResponse<FastifyReply>().headers({
      'Idempotency-Key': key,
      'Access-Control-Expose-Headers': 'Idempotency-Key',
    });
    return true;
  }
}

/**
 * The kind of change for which an idempotency key is used. Capturing an order and capturing its
 * payment count as the same kind.
 */
export type MedusaAction = 'capture' | 'cancel' | 'refund' | 'complete' | 'archive';

const isRefusal = (error: unknown): boolean =>
  error instanceof CommandRejected || (error instanceof HttpError && error.answer.status < 500);

/**
 * True if the order has recorded the key although the change failed: the gateway has refused a
 * recorded refund, or an earlier change with other content has used the key.
 */
const isKeyUsed = (error: unknown): boolean =>
  error instanceof CommandRejected
    ? error.rejected.code === 'IDEMPOTENCY_KEY_REUSED'
    : error instanceof HttpError && error.answer.code === paymentRefusedCode;

/** Makes changes under the caller's idempotency key. A key is for one action on one order only. */
@Injectable()
export class KeyedChanges {
  constructor(private readonly keys: RequestKeys) {}

  /**
   * Makes the change, unless its idempotency key was already used for another change. If the change
   * is refused, the key stays free and may be used again. A refund that the gateway refuses has
   * used its key up.
   *
   * @throws HttpError 422
   */
  async make<Result>(
    request: FastifyRequest,
    { orderId, storeId }: Pick<OrderView, 'orderId' | 'storeId'>,
    { action, change }: { action: MedusaAction; change: () => Promise<Result> },
  ): Promise<Result> {
    const key = idempotencyKeyOf(request);
    if (key === undefined) return change();
    const { clientId } = callerOf(request);
    const keyed = { clientId, store: storeId, key, request: `${action} ${orderId}` };
    if (!(await this.keys.claim(keyed))) throw keyReused();
    try {
      const result = await change();
      await this.keys.keep(keyed);
      return result;
    } catch (error) {
      if (isKeyUsed(error)) await this.keys.keep(keyed);
      else if (isRefusal(error)) await this.keys.release(keyed);
      throw error;
    }
  }
}

/**
 * The data with which commands on an order are sent: the order's id, the caller and the idempotency
 * key.
 */
export const targetOf = (request: FastifyRequest, { orderId }: OrderView): OrderTarget => ({
  request: commandRequestOf(request, idempotencyKeyOf(request)),
  orderId,
  knownOrders: 'all',
});
