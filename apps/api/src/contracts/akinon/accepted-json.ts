import { HttpError } from '../../contract-kit/http-error.js';

const jsonRange = /^(?:\*|application)\/(?:\*|json)$/i;
const refusedByWeight = /^\s*q\s*=\s*0(?:\.0{0,3})?\s*$/i;

/** Checks that a caller's `Accept` header allows JSON. @throws HttpError 406 */
export const assertJsonAccepted = (accept: string | undefined): void => {
  if (accept === undefined || accept.trim() === '') return;
  const isTaken = accept.split(',').some((range) => {
    const [type = '', ...parameters] = range.split(';');
    const name = type.trim();
    const isJson = jsonRange.test(name) && name !== '*/json';
    return isJson && !parameters.some((parameter) => refusedByWeight.test(parameter));
  });
  if (isTaken) return;
  throw new HttpError({
    status: 406,
    code: 'NOT_ACCEPTABLE',
    detail: 'Could not satisfy the request Accept header.',
  });
};
