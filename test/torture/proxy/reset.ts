import type { Socket } from 'node:net';

/**
 * Ends a connection by a reset. A socket whose shutdown has begun cannot be reset: Node.js would
 * count it as destroyed and leave it open.
 */
export const reset = (socket: Socket): void => {
  if (socket.writableEnded) socket.destroy();
  else socket.resetAndDestroy();
};
