import { RouteConfig } from '@nestjs/platform-fastify';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { isNdjson, ndjson } from './ndjson.js';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** The route is given an NDJSON body as the stream it comes in by, of any length. */
    readsLines?: true;
  }
}

/** The route's handler reads an NDJSON body itself, while it comes: `request.body` is a stream then. */
export const ReadsLines = (): MethodDecorator => RouteConfig({ readsLines: true });

/** Hands NDJSON bodies on unread. Nothing of them is read before the guards have let the request pass. */
export const handOnLines = (server: FastifyInstance): void => {
  server.addContentTypeParser(ndjson, (_request, body, done) => {
    done(null, body);
  });
};

/** Where lines are not read, an NDJSON body is one like any other that is no JSON: bounded bytes. */
export const linesAreBytesElsewhere = (request: FastifyRequest): void => {
  const { headers } = request.raw;
  if (!isNdjson(headers['content-type'])) return;
  const { config } = request.routeOptions as Partial<FastifyRequest['routeOptions']>;
  if (config?.readsLines !== true) headers['content-type'] = 'application/octet-stream';
};
