import { STATUS_CODES } from 'node:http';
import type { Rejected } from '#ledger';
import { bearerAuthentication } from '../../contract-kit/bearer-authentication.js';
import type { Contract, ErrorEnvelope } from '../../contract-kit/contract.js';
import { type ErrorAnswer, fieldName } from '../../contract-kit/http-error.js';
import { invalidQuery } from './orders/invalid-query.js';
import { walleyBodyRules } from './walley-body-rules.js';
import { walleyRejections } from './walley-rejections.js';

interface WalleyError {
  readonly reason: string;
  readonly message: string;
}

const errorsOf = ({ code, detail, violations }: ErrorAnswer): readonly WalleyError[] =>
  violations?.map(({ path, message }) => ({
    reason: code,
    message: `${fieldName(path)} ${message}`,
  })) ?? [{ reason: code, message: detail }];

/** Walley's error envelope (walley.md, "Refusals"). */
export const walleyEnvelope: ErrorEnvelope = {
  rejected: ({ code, detail, detailInMajorUnits }: Rejected) => {
    const { status, reason } = walleyRejections[code];
    return { status, code: reason, detail: detailInMajorUnits ?? detail };
  },
  unknownParameter: (name) =>
    invalidQuery(`${name.slice(0, 50)} is no parameter of this call; there are none.`).answer,
  write: (answer, correlationId) => ({
    contentType: 'application/json; charset=utf-8',
    body: JSON.stringify({
      id: correlationId,
      data: null,
      error: {
        code: answer.status,
        message: STATUS_CODES[answer.status] ?? 'Error',
        errors: errorsOf(answer),
      },
    }),
  }),
};

/** Walley order management and settlement reports (walley.md). */
export const walleyContract: Contract = {
  name: 'walley',
  basePaths: ['/manage', '/reports'],
  authentication: bearerAuthentication,
  errorEnvelope: walleyEnvelope,
  bodyRules: walleyBodyRules,
  routing: {
    trailingSlash: 'ignored',
    letterCase: 'exact',
    unknownMethod: 'method-not-allowed',
  },
  areas: [
    {
      name: 'Walley orders',
      description: 'Walley order management: show, capture, refund, cancel, extend, reauthorise',
      paths: /^\/manage\/orders/,
    },
    {
      name: 'Walley settlements',
      description: 'Walley settlement reports, as JSON, CSV and PDF',
      paths: /^\/reports\/settlements/,
    },
  ],
  module: async () => (await import('./walley.module.js')).WalleyModule,
};
