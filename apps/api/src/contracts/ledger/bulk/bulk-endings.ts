import type { ErrorAnswer } from '../../../contract-kit/http-error.js';

const andNoMore = 'This line and those after it were not read.';

/** Why a bulk ends before its body does. */
export const tooManyLines = (most: number): ErrorAnswer => ({
  status: 413,
  code: 'PAYLOAD_TOO_LARGE',
  detail: `A bulk has at most ${most} lines. ${andNoMore}`,
});

export const lineStalled = (idleMs: number): ErrorAnswer => ({
  status: 408,
  code: 'REQUEST_TIMEOUT',
  detail: `No line came for ${idleMs / 1_000} seconds. ${andNoMore}`,
});

export const serviceStops: ErrorAnswer = {
  status: 503,
  code: 'SERVICE_UNAVAILABLE',
  detail: `The service stops. ${andNoMore}`,
};

export const noLongerAllowed = ({ status, code, detail }: ErrorAnswer): ErrorAnswer => ({
  status,
  code,
  detail: `${detail} ${andNoMore}`,
});

/** Not the end of one: it does not begin. */
export const noMoreBulks: ErrorAnswer = {
  status: 503,
  code: 'SERVICE_UNAVAILABLE',
  detail: 'Too many bulks at once. Nothing of this one was read.',
  headers: { 'Retry-After': '1' },
};

/** The refusal of a single line that is too long. */
export const lineTooLong = (bytesMax: number): ErrorAnswer => ({
  status: 413,
  code: 'PAYLOAD_TOO_LARGE',
  detail: `A line has at most ${bytesMax} bytes.`,
});

/** Nobody reads it: the caller went away before its bulk could begin. */
export const callerGone: ErrorAnswer = {
  status: 400,
  code: 'BAD_REQUEST',
  detail: 'The body broke off before anything of it was read.',
};
