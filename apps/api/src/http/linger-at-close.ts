import type { Server } from 'node:http';
import type { Socket } from 'node:net';

const linger = (socket: Socket, withinMs: number): void => {
  socket.end();
  if (socket.destroyed || socket.readableEnded) return;
  const cutOff = setTimeout(() => socket.destroy(), withinMs);
  socket.once('close', () => {
    clearTimeout(cutOff);
  });
};

/**
 * Has the server close a connection that is not kept alive in stages, as RFC 9112, section 9.6, asks for: first its own
 * side, and the whole when the caller has closed its side, or after so long. Node closes both at once when the answer is
 * written; if the caller still sends then, its system takes that for a reset and may throw away an answer not yet read.
 */
export const lingerAtClose = (server: Server, withinMs: number): void => {
  server.on('connection', (socket: Socket) => {
    // The one thing that Node's server calls for it.
    socket.destroySoon = () => {
      linger(socket, withinMs);
    };
  });
};
