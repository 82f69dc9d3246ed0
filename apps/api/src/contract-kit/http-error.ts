import type { Executed } from '#event-log';
import type { Rejected } from '#ledger';

/** An error answer, before the contract turns it into its own JSON format. */
export interface ErrorAnswer {
  /** HTTP status. */
  readonly status: number;
  /**
   * A stable code in upper case, such as `VALIDATION_ERROR`, `NOT_FOUND` or the code of a
   * rejection.
   */
  readonly code: string;
  /** A sentence for the developer who calls the API. The sentence must not contain secrets. */
  readonly detail: string;
  /**
   * Headers that this error needs besides the usual ones, such as `WWW-Authenticate` or
   * `Retry-After`.
   */
  readonly headers?: Readonly<Record<string, string>>;
  /** The fields of the request that have an invalid form, one entry for each field. */
  readonly violations?: readonly Violation[];
  /**
   * The values that `detail` contains, such as `mediaType` or `method`. Contracts with their own
   * error texts need them.
   */
  readonly parameters?: Readonly<Record<string, string | number>>;
}

/**
 * Thrown to answer a request with an error. The error filter formats the answer by the rules of the
 * contract.
 */
export class HttpError extends Error {
  override readonly name = 'HttpError';

  constructor(readonly answer: ErrorAnswer) {
    super(answer.detail);
  }
}

/**
 * The path to a value in a body, such as `['items', 0, 'unitPrice']`. For a header or a query
 * parameter, the path is only its name.
 */
export type FieldPath = readonly (string | number)[];

/** The JSON type of the value that the caller sent. */
export type ValueKind = 'absent' | 'null' | 'string' | 'number' | 'boolean' | 'list' | 'object';

/** A field of a request with an invalid value. */
export interface Violation {
  readonly path: FieldPath;
  /** The default text of the error, without the field's name: "must be a boolean". */
  readonly message: string;
  /**
   * The rule that the value breaks: `json`, `required`, `object`, `list`, `entriesMax`, `unknown`,
   * or the name of the field's own rule, such as `text` or `boolean`.
   */
  readonly rule?: string;
  /** The values in the broken rule, such as `{ charactersMax: 128 }`. */
  readonly parameters?: Readonly<Record<string, unknown>> | undefined;
  readonly received?: ValueKind;
}

/**
 * The field's name for error messages, such as `items[0].unitPrice`. An empty path gives `body`.
 */
export const fieldName = (path: FieldPath): string =>
  path.length === 0
    ? 'body'
    : path.reduce<string>((name, step) => {
        if (typeof step === 'number') return `${name}[${step}]`;
        return name === '' ? step : `${name}.${step}`;
      }, '');

/**
 * At most this number of violations is sent, so that a body of a thousand invalid items does not
 * get a huge answer.
 */
const violationsMax = 100;

/** The 400 answer to a request with invalid fields. The answer has one entry for each field. */
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

/**
 * The answer if a limit of concurrent requests is reached. The request is refused and does not wait
 * in a queue.
 */
export const tooManyAtOnce: ErrorAnswer = {
  status: 503,
  code: 'SERVICE_UNAVAILABLE',
  detail: 'Too many requests at once. Nothing was written.',
  headers: { 'Retry-After': '1' },
};

/** The answer of a process that is shutting down and accepts no new requests. */
export const serviceStops: ErrorAnswer = {
  status: 503,
  code: 'SERVICE_UNAVAILABLE',
  detail: 'The service is stopping. Nothing was written.',
  headers: { 'Retry-After': '1' },
};

/** The answer to an unexpected error. The error itself goes to the log and not to the caller. */
export const internalError: ErrorAnswer = {
  status: 500,
  code: 'INTERNAL_ERROR',
  detail: 'An internal error occurred. It was logged under the id of this request (X-Request-Id).',
};

/**
 * The answer to a body over its size limit. The limit depends on the route, and is lower for forms
 * and unknown callers.
 */
export const bodyTooLarge: ErrorAnswer = {
  status: 413,
  code: 'PAYLOAD_TOO_LARGE',
  detail: 'The body is larger than the limit: 1 MiB, or 64 KiB for a form or an unknown caller.',
};

/** The answer at an address that has no route. */
export const notFound: ErrorAnswer = {
  status: 404,
  code: 'NOT_FOUND',
  detail: 'There is nothing at this address.',
};

/**
 * Thrown if the ledger rejected a command. The contract formats the answer with its own code and
 * text.
 */
export class CommandRejected extends Error {
  override readonly name = 'CommandRejected';

  constructor(readonly rejected: Rejected) {
    super(rejected.detail);
  }
}

export type Accepted = Extract<Executed, { readonly kind: 'accepted' }>;

/** Returns the result of an accepted command. @throws CommandRejected */
export const acceptedOf = (executed: Executed): Accepted => {
  if (executed.kind === 'rejected') throw new CommandRejected(executed);
  return executed;
};
