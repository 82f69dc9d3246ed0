import { shapeError } from '../../../contract-kit/http-error.js';
import { instantOf, isInstant } from '../fields/instant.js';

/** A place in an order's history: behind the event of a revision, or behind everything up to an instant. */
export type OrderMoment =
  | { readonly kind: 'revision'; readonly revision: number }
  | { readonly kind: 'instant'; readonly instant: string };

/**
 * What `?at=` names: digits are a revision, anything else has to be an RFC 3339 date-time.
 *
 * @throws RefusedRequest 400
 */
export const orderMoment = (at: string): OrderMoment => {
  if (/^\d{1,9}$/.test(at)) return { kind: 'revision', revision: Number(at) };
  // A plus sign in a query is a blank to whoever decodes it.
  const text = at.replace(' ', '+');
  if (isInstant(text)) return { kind: 'instant', instant: instantOf(text) };
  throw shapeError([
    { path: ['at'], message: 'must be a revision or an RFC 3339 date-time from 1900 to 2999' },
  ]);
};
