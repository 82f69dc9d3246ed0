import { RouteConfig } from '@nestjs/platform-fastify';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { httpLimits } from './http-limits.js';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** The body is read before anybody knows who sends it. */
    anonymousBody?: true;
  }
}

/**
 * The route reads a body without a token. Everywhere else whoever sends one is known before any of it is read. Such a body
 * is small and comes soon.
 */
export const ReadsAnonymousBody = (): MethodDecorator => RouteConfig({ anonymousBody: true });

export const readsAnonymousBody = (request: FastifyRequest): boolean => {
  const { config } = request.routeOptions as Partial<FastifyRequest['routeOptions']>;
  return config?.anonymousBody === true;
};

/** To be called before the routes are made. */
export const boundAnonymousBodies = (server: FastifyInstance): void => {
  server.addHook('onRoute', (route) => {
    if (route.config?.anonymousBody === true) route.bodyLimit = httpLimits.anonymousBodyBytes;
  });
};
