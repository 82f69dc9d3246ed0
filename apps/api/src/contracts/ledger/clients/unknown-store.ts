import { RefusedRequest } from '../../../http/refused-request.js';

/** 422: a client can act only for stores that there are. */
export const unknownStore = (storeId: string): RefusedRequest =>
  new RefusedRequest({
    status: 422,
    code: 'STORE_UNKNOWN',
    detail: `There is no store ${storeId}.`,
  });
