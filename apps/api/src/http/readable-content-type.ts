import type { IncomingHttpHeaders } from 'node:http';

const mediaType = /^[\w!#$%&'*+.^`|~-]+\/[\w!#$%&'*+.^`|~-]+\s*(;.*)?$/;

/**
 * Takes away a `Content-Type` that is none (RFC 9110 8.3), which Fastify would refuse by itself: some contracts read
 * a body whatever its type is called (walley.md, "Every call"), the others refuse a body without one.
 */
export const readableContentType = (headers: IncomingHttpHeaders): void => {
  const given = headers['content-type'];
  if (given !== undefined && !mediaType.test(given)) {
    headers['content-type'] = 'application/octet-stream';
  }
};
