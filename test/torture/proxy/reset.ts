import type { Socket } from 'node:net';

/**
 * Ends a connection by a reset. A socket that is being shut down cannot be reset any more: Node would
 * then take it for destroyed and leave it open for ever.
 */
export const reset = (socket: Socket): void => {
  if (socket.writableEnded) socket.destroy();
  else socket.resetAndDestroy();
};
