import { createParamDecorator } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { Caller } from '#access';
import { callerOf } from '../../../contract-kit/request-caller.js';

/** The caller that the access guard found: `@FromCaller() caller: Caller`. */
export const FromCaller = createParamDecorator((_data: unknown, context): Caller =>
  callerOf(context.switchToHttp().getRequest<FastifyRequest>()),
);
