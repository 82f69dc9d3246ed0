import { HttpError } from '../../../contract-kit/http-error.js';

/** 422: a filter, status or paging value that is not understood (walley.md, "GET orders"). */
export const invalidQuery = (detail: string): HttpError =>
  new HttpError({ status: 422, code: 'INVALID_QUERY', detail });
