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

/** `request.body` is then a stream: the handler reads the NDJSON lines as they arrive. */
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
 * Sends the head of an answer as soon as its stream is begun, not with its first bytes: those may
 * take long, and what happens until then breaks the answer off, which has begun, instead of
 * becoming an answer 500 of its own.
 */
export const headersAtOnce = (response: ServerResponse): void => {
  response.once('pipe', () => {
    response.flushHeaders();
  });
};

const streaming = new WeakSet<Socket>();

/**
 * From here until both sides of the exchange have ended, the request is read while it is answered.
 * The exchange keeps its own time limit, and only its answer may be written to the connection.
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
 * Takes what a caller still sends of a body that is not read any further, so that it sees the end
 * of the answer rather than a reset connection. A body that is not whole after that time ends its
 * connection; one that is leaves it to the next requests.
 */
export const discardRest = (body: IncomingMessage, withinMs: number): void => {
  if (body.complete || body.destroyed) return;
  const { socket } = body;
  // Node does not always tell the end of a body that it throws away, nor of one whose connection
  // breaks: what counts is `complete`, and a timer that is left over holds nobody up.
  const cutOff = setTimeout(() => {
    if (!body.complete) socket.destroy();
  }, withinMs).unref();
  const over = (): void => {
    clearTimeout(cutOff);
  };
  body.once('end', over).once('close', over);
  // Without a listener there the call would stop the flow that Node begins by itself.
  if (body.listenerCount('readable') > 0) body.removeAllListeners('readable');
  body.resume();
};
