import type { Refusal } from './refusal.js';

/** Thrown at the edge for a request that is answered with a refusal; the contract's filter writes its envelope. */
export class RefusedRequest extends Error {
  override readonly name = 'RefusedRequest';

  constructor(readonly refusal: Refusal) {
    super(refusal.detail);
  }
}
