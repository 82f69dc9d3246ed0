import type { IncomingMessage, ServerResponse } from 'node:http';
import type { ErrorEnvelopes } from './error-envelopes.js';
import { httpLimits } from './http-limits.js';
import { discardRest } from './lines/discard-rest.js';
import { protectiveHeaders } from './protective-headers.js';
import type { Refusal } from './refusal.js';
import { requestIdOf } from './request-id.js';

/** Refuses a request that the framework never gets to see, in the envelope of the contract its path belongs to. */
export const answerAtOnce = (
  { request, response }: { request: IncomingMessage; response: ServerResponse },
  envelopes: ErrorEnvelopes,
  refusal: Refusal,
): void => {
  const requestId = requestIdOf(request);
  const { contentType, body } = envelopes.for(request.url ?? '/').write(refusal, requestId);
  response.once('finish', () => {
    discardRest(request, httpLimits.lingerMs);
  });
  response
    .writeHead(refusal.status, {
      ...protectiveHeaders,
      ...refusal.headers,
      'X-Request-Id': requestId,
      'Content-Type': contentType,
      'Content-Length': Buffer.byteLength(body),
      'Cache-Control': 'no-store',
    })
    .end(request.method === 'HEAD' ? undefined : body);
};
