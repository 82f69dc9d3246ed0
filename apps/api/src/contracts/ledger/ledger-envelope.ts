import type { ErrorEnvelope } from '../../contract-kit/contract.js';
import { shapeError } from '../../contract-kit/http-error.js';
import { problemDetails } from './problems/problem-details.js';
import { refuseRejection } from './problems/problems.js';

/** Errors of `/v1`: RFC 9457 problem details. */
export const ledgerEnvelope: ErrorEnvelope = {
  rejected: (rejected) => refuseRejection(rejected).answer,
  unknownParameter: (name) =>
    shapeError([{ path: [name], message: 'is not a known parameter' }]).answer,
  write: (refusal, correlationId) => ({
    contentType: 'application/problem+json; charset=utf-8',
    body: JSON.stringify(problemDetails(refusal, correlationId)),
  }),
};
