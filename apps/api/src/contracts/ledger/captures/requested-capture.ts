import type { RequestedCapture } from '../../../commands/capture-command.js';
import { shapeError } from '../../../contract-kit/http-error.js';
import { requestedMoney } from '../money/requested-money.js';
import type { CaptureRequest } from './capture.request.js';

/** @throws RefusedRequest 400 for replaceItems without items */
export const requestedCapture = (request: CaptureRequest): RequestedCapture => {
  const { items = [], replaceItems = false, final = false } = request;
  if (replaceItems && items.length === 0) {
    throw shapeError([
      { path: ['items'], message: 'must have an entry when replaceItems is true' },
    ]);
  }
  return { ...requestedMoney(request), replaceItems, ...(final && { final }) };
};
