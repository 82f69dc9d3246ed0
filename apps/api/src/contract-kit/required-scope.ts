import { type ExecutionContext, SetMetadata } from '@nestjs/common';
import type { Reflector } from '@nestjs/core';
import type { Scope } from '#access';

export const requiredScopeKey = Symbol('required scope');

/** The value in a scope's place for routes that ask for a caller and for no scope. */
export const anyScope = 'any';

/** The scope that a route asks for: its own, or its controller's. */
export const requiredScope = (
  reflector: Reflector,
  context: ExecutionContext,
): Scope | typeof anyScope | undefined => {
  const route = [context.getHandler(), context.getClass()];
  return reflector.getAllAndOverride<Scope | typeof anyScope | undefined>(requiredScopeKey, route);
};

export const publicKey = Symbol('public');

/** The route needs no caller. */
export const Public = (): ClassDecorator & MethodDecorator => SetMetadata(publicKey, true);
