import { type CanActivate, type ExecutionContext, Injectable, SetMetadata } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyRequest } from 'fastify';
import type { Scope } from '#access';
import { Authenticator } from './authenticator.js';
import { HttpError } from './http-error.js';

type Check = (request: FastifyRequest) => void | Promise<void>;

const checkKey = Symbol('before permission');

/**
 * Runs a check of the request after wrong credentials were refused, but before missing credentials
 * are. So a contract can name missing parameters to callers without credentials. The check throws
 * `HttpError`.
 *
 * @public
 */
export const BeforePermission = (check: Check): MethodDecorator => SetMetadata(checkKey, check);

/** Finds the caller as the contract does (401), and checks the route's scope (403). */
@Injectable()
export class AccessGuard implements CanActivate {
  constructor(
    private readonly authenticator: Authenticator,
    private readonly reflector: Reflector,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const route = [context.getHandler(), context.getClass()];
    if (this.reflector.getAllAndOverride<boolean | undefined>(publicKey, route)) return true;
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const check = this.reflector.get<Check | undefined>(checkKey, context.getHandler());
    if (check !== undefined) {
      await this.authenticator.identify(request);
      await check(request);
    }
    const caller = await this.authenticator.requireCaller(request);
    const scope = requiredScope(this.reflector, context);
    if (scope === anyScope) return true;
    if (scope === undefined || !caller.scopes.includes(scope)) {
      const authentication = this.authenticator.of(request.contract);
      throw new HttpError(authentication.forbidden(scope ?? 'none'));
    }
    return true;
  }
}

export const requiredScopeKey = Symbol('required scope');

/** Used instead of a scope on routes that need a caller, with any scopes or none. */
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
