import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { RouteConfig } from '@nestjs/platform-fastify';
import type { FastifyInstance, FastifyRequest } from 'fastify';

declare module 'fastify' {
  interface FastifyContextConfig {
    /**
     * True if the route reads an NDJSON body line by line while the body is still arriving. The
     * length of the body is not limited.
     */
    readsLines?: true;
  }
}

/** Makes `request.body` a stream, from which the handler reads the NDJSON lines as they arrive. */
export const ReadsLines = (): MethodDecorator => RouteConfig({ readsLines: true });

/**
 * Registers a parser that passes an NDJSON body on as an unread stream. So no byte of the body is
 * read before the guards have accepted the request.
 */
export const handOnLines = (server: FastifyInstance): void => {
  server.addContentTypeParser(ndjson, (_request, body, done) => {
    done(null, body);
  });
};

/**
 * Routes without `@ReadsLines()` must not get an NDJSON body as an unlimited stream. Changing the
 * content type makes Fastify read the body into a buffer, up to the body limit of the route.
 */
export const linesAreBytesElsewhere = (request: FastifyRequest): void => {
  const { headers } = request.raw;
  if (!isNdjson(headers['content-type'])) return;
  const { config } = request.routeOptions as Partial<FastifyRequest['routeOptions']>;
  if (config?.readsLines !== true) headers['content-type'] = 'application/octet-stream';
};

/** The content type of a body with one JSON text in each line. */
export const ndjson = 'application/x-ndjson';

const pattern = /^application\/x-ndjson\s*(?:;.*)?$/i;

export const isNdjson = (contentType: string | undefined): boolean =>
  contentType !== undefined && pattern.test(contentType);

/**
 * Sends the headers as soon as the answer's stream begins. Otherwise Node sends them with the first
 * bytes, which may take long. An error after the headers cannot be answered with 500 any more; it
 * only closes the connection.
 */
export const headersAtOnce = (response: ServerResponse): void => {
  response.once('pipe', () => {
    response.flushHeaders();
  });
};

const streaming = new WeakSet<Socket>();

/**
 * Marks the connection of a request that is still read while its answer is sent. The usual time
 * limits do not apply to such a connection, and no error answer may be written into it. The mark
 * ends when the request and the answer have both ended.
 */
export const streamBothWays = (request: IncomingMessage, response: ServerResponse): void => {
  const { socket } = request;
  let open = 2;
  const closed = (): void => {
    open -= 1;
    if (open === 0) streaming.delete(socket);
  };
  streaming.add(socket);
  request.once('close', closed);
  response.once('close', closed);
};

export const isStreaming = (socket: Socket): boolean => streaming.has(socket);

/**
 * Reads the rest of a body and throws it away. If the server closed the connection with unread
 * data, the caller could get a reset connection instead of the answer. If the body has not ended
 * after `withinMs` milliseconds, the connection is closed. Otherwise the connection can serve the
 * next request.
 */
export const discardRest = (body: IncomingMessage, withinMs: number): void => {
  if (body.complete || body.destroyed) return;
  const { socket } = body;
  // Node does not always emit an event when the body ends or the connection breaks. So the timer
  // checks `complete` itself. With `unref`, an unused timer does not keep the process running.
  const cutOff = setTimeout(() => {
    if (!body.complete) socket.destroy();
  }, withinMs).unref();
  const over = (): void => {
    clearTimeout(cutOff);
  };
  body.once('end', over).once('close', over);
  // The check is needed because `removeAllListeners` pauses the body if no `readable` listener is
  // set.
  if (body.listenerCount('readable') > 0) body.removeAllListeners('readable');
  body.resume();
};
