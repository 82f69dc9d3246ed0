import type { Executed } from '#event-log';
import type { Rejected } from '#ledger';

/** An error answer before the contract writes it in its own envelope. */
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
  /**
   * The values in `detail`, for contracts that word the error themselves: `mediaType`, `method`,
   * ...
   */
  readonly parameters?: Readonly<Record<string, string | number>>;
}

/**
 * Thrown to answer a request with an error; the error filter writes the answer in the contract's
 * envelope.
 */
export class HttpError extends Error {
  override readonly name = 'HttpError';

  constructor(readonly answer: ErrorAnswer) {
    super(answer.detail);
  }
}

/**
 * The path of a value in a body (names and list indexes), or the single name of a header or a
 * parameter.
 */
export type FieldPath = readonly (string | number)[];

/** The kind of a received value, for violations. */
export type ValueKind = 'absent' | 'null' | 'string' | 'number' | 'boolean' | 'list' | 'object';

/** One field of wrong shape. */
export interface Violation {
  readonly path: FieldPath;
  /** The default wording, without the field's name: "must be a boolean". */
  readonly message: string;
  /**
   * The rule that does not hold: `json`, `required`, `object`, `list`, `entriesMax`, `unknown`, or
   * the name of the field's own check (`text`, `boolean`, ...).
   */
  readonly rule?: string;
  /** The values of the rule, such as `{ charactersMax: 128 }`. */
  readonly parameters?: Readonly<Record<string, unknown>> | undefined;
  readonly received?: ValueKind;
}

/** `items[0].unitPrice`; `body` for the body as a whole. */
export const fieldName = (path: FieldPath): string =>
  path.length === 0
    ? 'body'
    : path.reduce<string>((name, step) => {
        if (typeof step === 'number') return `${name}[${step}]`;
        return name === '' ? step : `${name}.${step}`;
      }, '');

/** Limits the length of the answer to a body of a thousand wrong items. */
const violationsMax = 100;

/** The answer to a request of wrong shape: 400, one entry for each field. */
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
 * The answer to a request beyond a limit of concurrent requests: it is refused rather than made to
 * wait.
 */
export const tooManyAtOnce: ErrorAnswer = {
  status: 503,
  code: 'SERVICE_UNAVAILABLE',
  detail: 'Too many requests at once. Nothing was written.',
  headers: { 'Retry-After': '1' },
};

/** The answer of a process that stops: it begins no new request. */
export const serviceStops: ErrorAnswer = {
  status: 503,
  code: 'SERVICE_UNAVAILABLE',
  detail: 'The service stops. Nothing was written.',
  headers: { 'Retry-After': '1' },
};

/** The answer to an unexpected error. The error itself is in the log. */
export const internalError: ErrorAnswer = {
  status: 500,
  code: 'INTERNAL_ERROR',
  detail: 'The service failed. The failure was recorded under this request id.',
};

/**
 * The answer to a body that is too large: for its address, for a form, or for an unknown caller.
 */
export const bodyTooLarge: ErrorAnswer = {
  status: 413,
  code: 'PAYLOAD_TOO_LARGE',
  detail: 'The body is larger than is read here: 1 MiB, or 64 KiB of a form or an unknown caller.',
};

/** The answer at an address that has no route. */
export const notFound: ErrorAnswer = {
  status: 404,
  code: 'NOT_FOUND',
  detail: 'There is nothing at this address.',
};

/** A command that the ledger refused; the contract's error envelope has the words for it. */
export class CommandRejected extends Error {
  override readonly name = 'CommandRejected';

  constructor(readonly rejected: Rejected) {
    super(rejected.detail);
  }
}

export type Accepted = Extract<Executed, { readonly kind: 'accepted' }>;

/** The accepted outcome of a command. @throws CommandRejected */
export const acceptedOf = (executed: Executed): Accepted => {
  if (executed.kind === 'rejected') throw new CommandRejected(executed);
  return executed;
};
