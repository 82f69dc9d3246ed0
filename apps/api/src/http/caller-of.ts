import type { FastifyRequest } from 'fastify';
import type { Caller } from '#access';
import { tokenMissing } from '../access/bearer-challenge.js';
import './request-caller.js';

/** Who makes the request; the access guard has found out, unless the route is public. */
export const callerOf = (request: FastifyRequest): Caller => {
  if (request.caller === undefined) throw tokenMissing();
  return request.caller;
};
