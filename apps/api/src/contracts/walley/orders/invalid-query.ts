import { RefusedRequest } from '../../../http/refused-request.js';

/** 422: a filter, status or paging value that is not understood (walley.md, "GET orders"). */
export const invalidQuery = (detail: string): RefusedRequest =>
  new RefusedRequest({ status: 422, code: 'INVALID_QUERY', detail });
