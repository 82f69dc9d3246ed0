import { requestIdHeader } from '../../../contract-kit/describe.js';

/** Headers of a 201, for the API's description. */
export const createdHeaders: typeof requestIdHeader = {
  ...requestIdHeader,
  Location: { description: 'Where it can be read', schema: { type: 'string' } },
};
