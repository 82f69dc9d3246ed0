import { wrongShape } from '../../../http/shape/wrong-shape.js';
import type { RefusedRequest } from '../../../http/refused-request.js';

/** 400: the cursor is none that a page of this list gave out. */
export const invalidCursor = (): RefusedRequest =>
  wrongShape([{ path: ['cursor'], message: 'must be the nextCursor of a page of this list' }]);
