import { STATUS_CODES } from 'node:http';
import type { Rejected } from '#ledger';
import type { ErrorEnvelope } from '../../contract-kit/contract.js';
import { type ErrorAnswer, fieldName } from '../../contract-kit/http-error.js';
import { invalidQuery } from './orders/invalid-query.js';
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
