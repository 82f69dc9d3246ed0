/** Why a request is not answered with success, before a contract gives it its own envelope. */
export interface ErrorAnswer {
  /** HTTP status. */
  readonly status: number;
  /** Stable code, upper case: a rejection's code, `VALIDATION_ERROR`, `NOT_FOUND`, ... */
  readonly code: string;
  /** A sentence for the caller's developer. Holds nothing secret. */
  readonly detail: string;
  /** Headers the answer needs besides the envelope: `WWW-Authenticate`, `Retry-After`, ... */
  readonly headers?: Readonly<Record<string, string>>;
  /** One entry for each field of wrong shape. */
  readonly violations?: readonly Violation[];
}

/** Thrown at the edge for a request that is answered with a refusal; the contract's filter writes its envelope. */
export class HttpError extends Error {
  override readonly name = 'HttpError';

  constructor(readonly answer: ErrorAnswer) {
    super(answer.detail);
  }
}

/** Where a value stands in a body (names and list indexes) or, for a header or a parameter, its one name. */
export type FieldPath = readonly (string | number)[];

/** One field of wrong shape. */
export interface Violation {
  readonly path: FieldPath;
  /** What is wrong, without the field's name: "must be a boolean". */
  readonly message: string;
}

/** `items[0].unitPrice`; `body` for the body as a whole. */
export const fieldName = (path: FieldPath): string =>
  path.length === 0
    ? 'body'
    : path.reduce<string>((name, step) => {
        if (typeof step === 'number') return `${name}[${step}]`;
        return name === '' ? step : `${name}.${step}`;
      }, '');

/** So that a body of a thousand wrong items does not make an answer longer than itself. */
const violationsMax = 100;

/** The refusal of a request whose shape is wrong: 400, one entry for each field. */
export const shapeError = (violations: readonly Violation[]): HttpError =>
  new HttpError({
    status: 400,
    code: 'VALIDATION_ERROR',
    detail: violations
      .slice(0, 3)
      .map(({ path, message }) => `${fieldName(path)} ${message}`)
      .join('; '),
    violations: violations.slice(0, violationsMax),
  });

/** What is beyond a limit of requests at work is refused at once rather than made to wait. */
export const tooManyAtOnce: ErrorAnswer = {
  status: 503,
  code: 'SERVICE_UNAVAILABLE',
  detail: 'Too many requests at once. Nothing was written.',
  headers: { 'Retry-After': '1' },
};

/** A process that closes begins nothing new. */
export const serviceStops: ErrorAnswer = {
  status: 503,
  code: 'SERVICE_UNAVAILABLE',
  detail: 'The service stops. Nothing was written.',
  headers: { 'Retry-After': '1' },
};

/** What the caller is told of an error that `refusalOf` does not know; the log has the rest. */
export const internalError: ErrorAnswer = {
  status: 500,
  code: 'INTERNAL_ERROR',
  detail: 'The service failed. The failure was recorded under this request id.',
};
