import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Executed } from '#event-log';
import { isUuid } from '#ledger';
import type { OrderTarget } from '../../commands/order-commands.js';
import type { BodyRules } from '../../contract-kit/body/body-rules.js';
import { jsonIn } from '../../contract-kit/body/json-body.js';
import { isObject } from '../../contract-kit/body/read-json.js';
import { type Accepted, acceptedOf, HttpError, shapeError } from '../../contract-kit/http-error.js';
import { idempotencyKey, commandRequestOf, markReplayed } from '../../contract-kit/request.js';

/**
 * The order of a Walley request. For Walley's callers there are only orders whose payment is
 * authorised.
 */
export const walleyTarget = (
  request: FastifyRequest,
  orderId: string,
  idempotencyKey: string | undefined,
): OrderTarget => ({
  request: commandRequestOf(request, idempotencyKey),
  orderId,
  knownOrders: 'authorised',
});

/**
 * Reads the order id in a path. A text that is not a UUID gets 404, because no order has such an id
 * (walley.md, "Token").
 */
export const walleyOrderId = (text: string): string => {
  if (!isUuid(text)) throw walleyNotFound();
  return text.toLowerCase();
};

export const idempotencyHeader = 'X-Idempotency';

/**
 * The value of `X-Idempotency`, if it is given: 1 to 128 visible ASCII characters (walley.md,
 * "Capture").
 *
 * @throws HttpError 400
 */
export const walleyIdempotencyKey = (key: string | undefined): string | undefined =>
  idempotencyKey(key, idempotencyHeader);

/** 404: the order is unknown, or is registered but not yet authorised. */
export const walleyNotFound = (detail = 'There is no such order.'): HttpError =>
  new HttpError({ status: 404, code: 'NOT_FOUND', detail });

/** 403: the order is of a store that is not the client's. */
export const walleyForbidden = (): HttpError =>
  new HttpError({
    status: 403,
    code: 'FORBIDDEN',
    detail: 'It is of a store this client may not act for.',
  });

/**
 * Answers a change with headers and without a body (walley.md, "Every call").
 *
 * @throws CommandRejected
 */
export const answerChange = (
  reply: FastifyReply,
  orderId: string,
  executed: Executed,
): Accepted => {
  const accepted = acceptedOf(executed);
  // The address has no host, so that clients follow it on the host that they called.
  reply.header('Location', `/manage/orders/${orderId}`);
  reply.header('Ledger-Position', accepted.position.toString());
  if (accepted.replayed) markReplayed(reply, accepted);
  return accepted;
};

/**
 * Rules for bodies: field names in any case, null means absent, and unknown fields are ignored
 * (walley.md, "Every call").
 */
export const walleyBodyRules: BodyRules = {
  names: 'any-case',
  unknown: 'ignored',
  nulls: 'absent',
};

/** The rules for cancel and extend, whose body may be left out (walley.md, "Every call"). */
export const optionalWalleyBody: BodyRules = { ...walleyBodyRules, body: 'optional or empty' };

/** For calls without parameters: a body may have members, but has to be a JSON object. */
@Injectable()
export class IgnoredMembersGuard implements CanActivate {
  canActivate(context: ExecutionContext): boolean {
    const { body } = context.switchToHttp().getRequest<FastifyRequest>();
    if (isObject(jsonIn(body, optionalWalleyBody))) return true;
    throw shapeError([{ path: [], message: 'must be an object' }]);
  }
}
