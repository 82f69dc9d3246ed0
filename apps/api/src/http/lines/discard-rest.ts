import type { IncomingMessage } from 'node:http';

/**
 * Takes what a caller still sends of a body that is not read any further, so that it sees the end of the answer rather
 * than a reset connection; for so long, then it is cut off.
 */
export const discardRest = (body: IncomingMessage, withinMs: number): void => {
  if (body.complete || body.destroyed) return;
  const { socket } = body;
  const cutOff = setTimeout(() => socket.destroy(), withinMs);
  body.once('close', () => {
    clearTimeout(cutOff);
  });
  body.removeAllListeners('readable');
  body.resume();
};
