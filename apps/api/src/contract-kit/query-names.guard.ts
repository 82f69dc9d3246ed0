import { Injectable } from '@nestjs/common';
import type { CanActivate, ExecutionContext } from '@nestjs/common';
import { ROUTE_ARGS_METADATA } from '@nestjs/common/constants.js';
import type { FastifyRequest } from 'fastify';
import type { Contracts } from './contract.js';
import { HttpError } from './http-error.js';

/** Reads the query for a parameter of a route; refuses names that it does not know. */
export abstract class ReadsQuery {
  protected readonly readsQuery = true;
}

interface RouteArgument {
  readonly data?: unknown;
  readonly pipes?: readonly unknown[];
}

const isReader = (value: unknown): boolean => value instanceof ReadsQuery;

/** Returns whether one of a handler's parameters reads the query. */
const readsQuery = (context: ExecutionContext): boolean => {
  const metadata: unknown = Reflect.getMetadata(
    ROUTE_ARGS_METADATA,
    context.getClass(),
    context.getHandler().name,
  );
  const parameters = Object.values((metadata ?? {}) as Readonly<Record<string, RouteArgument>>);
  return parameters.some(({ data, pipes = [] }) => isReader(data) || pipes.some(isReader));
};

/**
 * Refuses a query on a route that reads none, as its contract refuses an unknown name: an ignored
 * filter would show what the caller did not ask for. It looks at the route's own parameters, so no
 * new route can forget it.
 */
@Injectable()
export class QueryNamesGuard implements CanActivate {
  constructor(private readonly contracts: Contracts) {}

  canActivate(context: ExecutionContext): boolean {
    const { query, raw } = context.switchToHttp().getRequest<FastifyRequest>();
    const [name] = Object.keys(query as object);
    if (name === undefined || readsQuery(context)) return true;
    const answer = this.contracts.unknownParameter(raw.url ?? '/', name);
    if (answer !== undefined) throw new HttpError(answer);
    return true;
  }
}
