import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { RouteConfig } from '@nestjs/platform-fastify';
import type { FastifyInstance, FastifyRequest } from 'fastify';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** The route reads an NDJSON body of any length as a stream, while it is still arriving. */
    readsLines?: true;
  }
}

/** Makes `request.body` a stream, from which the handler reads the NDJSON lines as they arrive. */
export const ReadsLines = (): MethodDecorator => RouteConfig({ readsLines: true });

/**
 * Hands NDJSON bodies on unread. Nothing of them is read before the guards have let the request
 * pass.
 */
export const handOnLines = (server: FastifyInstance): void => {
  server.addContentTypeParser(ndjson, (_request, body, done) => {
    done(null, body);
  });
};

/**
 * On routes that do not read lines, an NDJSON body is treated as any other body that is not JSON:
 * as bounded bytes.
 */
export const linesAreBytesElsewhere = (request: FastifyRequest): void => {
  const { headers } = request.raw;
  if (!isNdjson(headers['content-type'])) return;
  const { config } = request.routeOptions as Partial<FastifyRequest['routeOptions']>;
  if (config?.readsLines !== true) headers['content-type'] = 'application/octet-stream';
};

/** The content type of one JSON text a line. */
export const ndjson = 'application/x-ndjson';

const pattern = /^application\/x-ndjson\s*(?:;.*)?$/i;

export const isNdjson = (contentType: string | undefined): boolean =>
  contentType !== undefined && pattern.test(contentType);

/**
 * Sends the headers of an answer when its stream begins, not with its first bytes, which may take
 * long. An error before the first bytes can then not become a 500 any more: it closes the
 * connection.
 */
export const headersAtOnce = (response: ServerResponse): void => {
  response.once('pipe', () => {
    response.flushHeaders();
  });
};

const streaming = new WeakSet<Socket>();

/**
 * Marks the connection until its request and its answer have both ended, because the request is
 * still read while it is answered. Such an exchange has its own time limit, and nothing but its
 * answer may be written to the connection.
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
 * Reads and drops the rest of a body, so that the caller gets the whole answer and not a reset
 * connection. If the body has not ended after `withinMs`, the connection is closed; otherwise the
 * next request may use it.
 */
export const discardRest = (body: IncomingMessage, withinMs: number): void => {
  if (body.complete || body.destroyed) return;
  const { socket } = body;
  // Node does not always emit an event when a dropped body ends or its connection breaks. So the
  // timer checks `complete`, and a timer that is left over keeps nothing waiting.
  const cutOff = setTimeout(() => {
    if (!body.complete) socket.destroy();
  }, withinMs).unref();
  const over = (): void => {
    clearTimeout(cutOff);
  };
  body.once('end', over).once('close', over);
  // Without a `readable` listener, `removeAllListeners` would stop the flow of data that Node has
  // begun.
  if (body.listenerCount('readable') > 0) body.removeAllListeners('readable');
  body.resume();
};
