import { shapeError, type HttpError } from '../../../contract-kit/http-error.js';
/** 400: the cursor is none that a page of this list gave out. */
export const invalidCursor = (): HttpError =>
  shapeError([{ path: ['cursor'], message: 'must be the nextCursor of a page of this list' }]);
