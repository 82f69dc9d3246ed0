import { type CanActivate, type ExecutionContext, Injectable, SetMetadata } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyRequest } from 'fastify';
import type { Scope } from '#access';
import { Authenticator } from './authenticator.js';
import { HttpError } from './http-error.js';

type Check = (request: FastifyRequest) => void | Promise<void>;

const checkKey = Symbol('before permission');

/**
 * Adds a check that runs after wrong credentials are refused and before missing credentials are
 * refused. With such a check, a contract can report missing parameters to a caller who sent no
 * credentials. The check throws `HttpError`.
 *
 * @public
 */
export const BeforePermission = (check: Check): MethodDecorator => SetMetadata(checkKey, check);

/**
 * Authenticates the caller by the rules of the contract, or answers 401. Then checks that the
 * caller has the scope of the route, or answers 403.
 */
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

/**
 * Replaces the scope on routes that any authenticated caller may use, even a caller without scopes.
 */
export const anyScope = 'any';

/**
 * The scope that a route requires. A scope set on the handler wins over one set on its controller.
 */
export const requiredScope = (
  reflector: Reflector,
  context: ExecutionContext,
): Scope | typeof anyScope | undefined => {
  const route = [context.getHandler(), context.getClass()];
  return reflector.getAllAndOverride<Scope | typeof anyScope | undefined>(requiredScopeKey, route);
};

export const publicKey = Symbol('public');

/** Marks a route, or all routes of a controller, that may be called without credentials. */
export const Public = (): ClassDecorator & MethodDecorator => SetMetadata(publicKey, true);
