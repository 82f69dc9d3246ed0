import type { Rejected } from '#ledger';
import { HttpError } from '../../contract-kit/http-error.js';
import { walleyRejections } from './walley-rejections.js';

/** A refused command as Walley callers are told it. */
export const walleyRefusal = ({ code, ...rejected }: Rejected): HttpError => {
  const { status, reason } = walleyRejections[code];
  const detail = rejected.detailInMajorUnits ?? rejected.detail;
  return new HttpError({ status, code: reason, detail });
};
