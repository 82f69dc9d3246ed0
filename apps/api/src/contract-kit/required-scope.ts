import { type ExecutionContext, SetMetadata } from '@nestjs/common';
import type { Reflector } from '@nestjs/core';
import type { Scope } from '#access';

export const requiredScopeKey = Symbol('required scope');

/** The scope that a route asks for: its own, or its controller's. */
export const requiredScope = (
  reflector: Reflector,
  context: ExecutionContext,
): Scope | undefined => {
  const route = [context.getHandler(), context.getClass()];
  return reflector.getAllAndOverride<Scope | undefined>(requiredScopeKey, route);
};

export const publicKey = Symbol('public');

/** The route needs no caller. */
export const Public = (): ClassDecorator & MethodDecorator => SetMetadata(publicKey, true);
