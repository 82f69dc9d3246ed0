import type { ErrorEnvelope } from '../../http/error-envelope.js';
import { wrongShape } from '../../http/shape/wrong-shape.js';
import { problemDetails } from './problems/problem-details.js';

/** Errors of `/v1`: RFC 9457 problem details. */
export const ledgerEnvelope: ErrorEnvelope = {
  contract: 'ledger',
  basePaths: ['/v1'],
  unknownParameter: (name) =>
    wrongShape([{ path: [name], message: 'is no parameter of this call' }]).refusal,
  write: (refusal, correlationId) => ({
    contentType: 'application/problem+json; charset=utf-8',
    body: JSON.stringify(problemDetails(refusal, correlationId)),
  }),
};
