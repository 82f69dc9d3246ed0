import type { IncomingMessage } from 'node:http';

/**
 * Takes what a caller still sends of a body that is not read any further, so that it sees the end of the answer rather
 * than a reset connection; for so long, then it is cut off.
 */
export const discardRest = (body: IncomingMessage, withinMs: number): void => {
  if (body.complete || body.destroyed) return;
  const { socket } = body;
  // Node tells nothing of a body whose connection breaks after the answer: then this runs out, and holds nobody up.
  const cutOff = setTimeout(() => socket.destroy(), withinMs).unref();
  body.once('close', () => {
    clearTimeout(cutOff);
  });
  body.removeAllListeners('readable');
  body.resume();
};
