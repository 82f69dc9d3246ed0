import type { Rejected, RejectionCode } from '#ledger';
import type { ErrorEnvelope } from '../../contract-kit/contract.js';
import { type ErrorAnswer, fieldName, HttpError } from '../../contract-kit/http-error.js';
import type { FieldErrors } from './fields/read-field.js';

/**
 * An error answer that already holds its complete JSON body. `akinonEnvelope` sends this body
 * unchanged.
 */
interface ReadyAnswer extends ErrorAnswer {
  readonly body: FieldErrors;
}

const ready = (
  { status, code }: Pick<ErrorAnswer, 'status' | 'code'>,
  body: FieldErrors,
): ReadyAnswer => ({ status, code, detail: JSON.stringify(body), body });

const wrongShape = { status: 400, code: 'VALIDATION_ERROR' };

/** 400: the errors of each wrong field, under the field's name. */
export const invalidFields = (errors: FieldErrors): HttpError =>
  new HttpError(ready(wrongShape, errors));

/** 400: the body is not valid JSON. */
export const jsonParseError = (why: string): HttpError =>
  new HttpError(ready(wrongShape, { detail: `JSON parse error - ${why}` }));

const refusal = (status: 400 | 406, code: string, detail: string): ReadyAnswer => ({
  ...ready({ status, code }, { non_field_errors: [detail], code }),
  detail,
});

/** 400 or 406: a rule refuses the whole request; `code` names the rule. */
export const refused = (code: string, detail: string, status: 400 | 406 = 400): HttpError =>
  new HttpError(refusal(status, code, detail));

/** 404: the store has no such order, or the order is still `Pending`. */
export const orderMissing: ErrorAnswer = {
  status: 404,
  code: 'ORDER_NOT_FOUND',
  detail: 'Not found.',
};

const missing: ReadonlySet<RejectionCode> = new Set([
  'ORDER_NOT_FOUND',
  'ORDER_OF_OTHER_STORE',
  'CAPTURE_ORDER_NOT_AUTHORIZED',
] as const);

const rejected = ({ code, detail, detailInMajorUnits }: Rejected): ErrorAnswer =>
  missing.has(code) ? orderMissing : refusal(400, code, detailInMajorUnits ?? detail);

const throttled = (headers: ErrorAnswer['headers']): string =>
  `Request was throttled. Expected available in ${headers?.['Retry-After'] ?? '1'} seconds.`;

/**
 * The error texts that Akinon's contract prescribes for some HTTP statuses. For all other statuses
 * the text is the answer's `detail`.
 */
const words: Readonly<Record<number, (answer: ErrorAnswer) => string>> = {
  404: () => 'Not found.',
  405: ({ parameters }) => `Method "${parameters?.['method'] ?? ''}" not allowed.`,
  415: ({ parameters, detail }) =>
    parameters?.['mediaType'] === undefined
      ? detail
      : `Unsupported media type "${parameters['mediaType']}" in request.`,
  429: ({ headers }) => throttled(headers),
};

const bodyOf = (answer: ErrorAnswer): FieldErrors => {
  const { status, code, detail, violations } = answer;
  if ('body' in answer) return (answer as ReadyAnswer).body;
  if (violations !== undefined) {
    const texts = violations.map(({ path, message }) => `${fieldName(path)} ${message}`);
    return { non_field_errors: texts, code };
  }
  const text = words[status]?.(answer) ?? detail;
  return status === 409 ? { non_field_errors: [text], code } : { detail: text };
};

/**
 * Writes errors as Akinon's client expects them. A body has one of three forms: errors by field
 * name, `non_field_errors` with a `code`, or a single `detail`.
 */
export const akinonEnvelope: ErrorEnvelope = {
  rejected,
  write: (answer) => ({ contentType: 'application/json', body: JSON.stringify(bodyOf(answer)) }),
};
