import type { IncomingMessage } from 'node:http';

/**
 * Takes what a caller still sends of a body that is not read any further, so that it sees the end of the answer rather
 * than a reset connection. A body that is not whole after that time ends its connection; one that is leaves it to the
 * next requests.
 */
export const discardRest = (body: IncomingMessage, withinMs: number): void => {
  if (body.complete || body.destroyed) return;
  const { socket } = body;
  // Node does not always tell the end of a body that it throws away, nor of one whose connection breaks: what counts is
  // `complete`, and a timer that is left over holds nobody up.
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
