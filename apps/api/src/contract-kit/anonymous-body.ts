import { RouteConfig } from '@nestjs/platform-fastify';
import type { FastifyRequest } from 'fastify';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** The body is read before the caller is known. */
    anonymousBody?: true;
  }
}

/**
 * The route reads a body of a caller that is not known yet. Such a body is small and has to arrive
 * soon. On every other route the caller is found before any of the body is read.
 */
export const ReadsAnonymousBody = (): MethodDecorator => RouteConfig({ anonymousBody: true });

export const readsAnonymousBody = (request: FastifyRequest): boolean => {
  const { config } = request.routeOptions as Partial<FastifyRequest['routeOptions']>;
  return config?.anonymousBody === true;
};
