import { HttpError } from '../../contract-kit/http-error.js';

/** 404: unknown, or registered but not yet authorised. */
export const walleyNotFound = (detail = 'There is no such order.'): HttpError =>
  new HttpError({ status: 404, code: 'NOT_FOUND', detail });

/** 403: the order is of a store that is not the client's. */
export const walleyForbidden = (): HttpError =>
  new HttpError({
    status: 403,
    code: 'FORBIDDEN',
    detail: 'It is of a store this client may not act for.',
  });
