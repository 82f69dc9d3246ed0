import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

const streaming = new WeakSet<Socket>();

/**
 * From here on, until both sides of the exchange are over, the request is read while it is answered: it watches over its
 * own time, and nothing but its answer may be written to the connection.
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
