import { type Readable, Transform, type TransformCallback } from 'node:stream';
import type { FastifyRequest } from 'fastify';

/** The error with which Fastify answers bodies that it finds too large itself. */
class BodyTooLarge extends Error {
  readonly statusCode = 413;
}

/** Ends with an error once more than `bytesMax` have come. */
export const boundedBody = (body: Readable, bytesMax: number): Readable => {
  let bytes = 0;
  const bounded = new Transform({
    transform(chunk: Buffer, _encoding, done: TransformCallback) {
      bytes += chunk.length;
      if (bytes > bytesMax) done(new BodyTooLarge('The body is too large'));
      else done(null, chunk);
    },
  });
  body.once('error', (error) => bounded.destroy(error));
  return body.pipe(bounded);
};

/** True if the head of the request announces more. Without an announcement the body has to come. */
export const announcesMore = ({ headers }: FastifyRequest, bytesMax: number): boolean =>
  Number(headers['content-length'] ?? 0) > bytesMax;
