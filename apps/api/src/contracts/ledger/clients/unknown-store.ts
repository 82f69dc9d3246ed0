import { HttpError } from '../../../contract-kit/http-error.js';

/** 422: a client can act only for stores that there are. */
export const unknownStore = (storeId: string): HttpError =>
  new HttpError({
    status: 422,
    code: 'STORE_UNKNOWN',
    detail: `There is no store ${storeId}.`,
  });
