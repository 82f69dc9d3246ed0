import type { Rejected } from '#ledger';
import { RefusedRequest } from '../../http/refused-request.js';
import { walleyRejections } from './walley-rejections.js';

/** A refused command as Walley callers are told it. */
export const walleyRefusal = ({ code, ...rejected }: Rejected): RefusedRequest => {
  const { status, reason } = walleyRejections[code];
  const detail = rejected.detailInMajorUnits ?? rejected.detail;
  return new RefusedRequest({ status, code: reason, detail });
};
