import { Injectable } from '@nestjs/common';
import type { CanActivate, ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyRequest } from 'fastify';
import { InvalidToken, TokenVerifier } from '#access';
import type { Caller } from '#access';
import { scopeMissing, tokenInvalid, bearerToken } from './bearer-authentication.js';
import { publicKey, requiredScope } from './required-scope.js';

/** Finds the caller by its bearer token (401) and checks the route's scope (403), before anything of the body is read. */
@Injectable()
export class AccessGuard implements CanActivate {
  constructor(
    private readonly tokens: TokenVerifier,
    private readonly reflector: Reflector,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const route = [context.getHandler(), context.getClass()];
    if (this.reflector.getAllAndOverride<boolean | undefined>(publicKey, route)) return true;
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    // Whoever sends a body is known already.
    const caller =
      request.caller ?? (await this.callerOf(bearerToken(request.headers.authorization)));
    const scope = requiredScope(this.reflector, context);
    if (scope === undefined || !caller.scopes.includes(scope)) throw scopeMissing(scope ?? 'none');
    request.caller = caller;
    return true;
  }

  private async callerOf(token: string): Promise<Caller> {
    try {
      return await this.tokens.verify(token);
    } catch (error) {
      if (error instanceof InvalidToken) throw tokenInvalid();
      throw error;
    }
  }
}
