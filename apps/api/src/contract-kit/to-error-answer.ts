import { isNativeError } from 'node:util/types';
import { HttpException } from '@nestjs/common';
import { KeySecretUnreadable, TooManyNonces, TooManyWrongSecrets } from '#access';
import {
  AppendTooLarge,
  LedgerFault,
  LogMismatch,
  OutcomeUnknown,
  settlementStreamPrefix,
  TooManyConflicts,
  UnreadableEvent,
} from '#event-log';
import { PersonKeyUnreadable } from '#personal-data';
import { PositionWatchStopped, TooManyWaitingForPosition } from '#read-models';
import { TooManyWaitingForTurn } from '#runtime';
import { OutcomePending } from '../queries/outcome-wait.js';
import { GatewayAway } from '../services/card-gateway.js';
import { CommandRejected, bodyTooLarge, type ErrorAnswer, HttpError } from './http-error.js';
/**
 * Errors of the framework by status; any other 4xx status of the framework is a malformed request.
 */
const framework: Readonly<Record<number, Omit<ErrorAnswer, 'status'>>> = {
  404: { code: 'NOT_FOUND', detail: 'There is nothing at this address.' },
  413: bodyTooLarge,
  415: { code: 'UNSUPPORTED_MEDIA_TYPE', detail: 'Bodies of this type are not read.' },
};

const unavailable = (retryAfterSeconds: number): ErrorAnswer => ({
  status: 503,
  code: 'SERVICE_UNAVAILABLE',
  detail: 'The service is not available at the moment. Repeating the request is safe.',
  headers: { 'Retry-After': String(Math.max(1, Math.ceil(retryAfterSeconds))) },
});

const tooManyConflicts = {
  status: 409,
  code: 'TOO_MANY_CONFLICTS',
  detail: 'Too many at once; try again.',
};

/**
 * The detail asks for the same idempotency key, because a repeat without one could record the same
 * change twice.
 */
const outcomeUnknown = {
  code: 'OUTCOME_UNKNOWN',
  detail:
    'It is not known whether this was recorded: read the order, or repeat the request with the same idempotency key.',
};

/**
 * This answer suggests no retry: unlike a lost connection, a wrong log stays until an operator
 * acts.
 */
const logMismatch = {
  code: 'LOG_MISMATCH',
  detail:
    'The event log is not the one that the read models were made from. Nothing is recorded until an operator has restored it, or rebuilt them.',
};

/**
 * 409 rather than 503, because a repeat does not help: the history of the order, or of the
 * settlements, is damaged.
 */
const damaged = ({ place, why }: UnreadableEvent): ErrorAnswer => {
  const isSettlement = place.streamId.startsWith(settlementStreamPrefix);
  const what = isSettlement ? "The settlements' history" : "The order's history";
  return {
    status: 409,
    code: isSettlement ? 'SETTLEMENTS_DAMAGED' : 'ORDER_DAMAGED',
    detail: `${what} cannot be read: event ${place.revision} (${place.type}): ${why}. Nothing was written. Repeating the request does not help; an operator has to repair it.`,
  };
};

const ofFault = (fault: LedgerFault): ErrorAnswer => ({
  ...unavailable(fault.retryAfterSeconds),
  ...(fault instanceof TooManyConflicts && tooManyConflicts),
  ...(fault instanceof OutcomeUnknown && outcomeUnknown),
  ...(fault instanceof LogMismatch && logMismatch),
});

const tooManyWrongSecrets = ({ retryAfterSeconds }: TooManyWrongSecrets): ErrorAnswer => ({
  status: 429,
  code: 'TOO_MANY_WRONG_SECRETS',
  detail: 'Too many wrong secrets came for this client from this address. Wait before the next.',
  headers: { 'Retry-After': String(retryAfterSeconds) },
});

/** The answer to a rejection where no contract words it. */
const rejected = ({ rejected: { code, detail } }: CommandRejected): ErrorAnswer => ({
  ...{ status: 422, code, detail },
});

/**
 * The answer while the outcome of a capture is not known; a repeat of the request finds the same
 * capture.
 */
const outcomePending: ErrorAnswer = {
  ...{ status: 503, code: 'OUTCOME_PENDING', headers: { 'Retry-After': '1' } },
  detail: 'The outcome is not known yet. Repeating the request is safe.',
};

/**
 * Repeating the request is safe: nothing was recorded, and the gateway makes nothing twice for a
 * repeat with the same key.
 */
const gatewayAway: ErrorAnswer = {
  ...{ status: 503, code: 'GATEWAY_UNAVAILABLE', headers: { 'Retry-After': '2' } },
  detail: 'The card gateway does not answer. Nothing was recorded; repeating the request is safe.',
};

const appendTooLarge: ErrorAnswer = {
  status: 413,
  code: 'PAYLOAD_TOO_LARGE',
  detail:
    'What this would record is larger than one append to the log can be. Nothing was written.',
};

const ofFramework = (status: number): ErrorAnswer => ({
  status,
  ...(framework[status] ?? { code: 'BAD_REQUEST', detail: 'The request cannot be read.' }),
});

/**
 * The status that Nest or Fastify gave to an error, such as that of a caller that hangs up while it
 * sends its body.
 */
const frameworkStatus = (error: unknown): number | undefined => {
  if (error instanceof HttpException) return error.getStatus();
  if (!isNativeError(error) || !('statusCode' in error)) return undefined;
  return typeof error.statusCode === 'number' ? error.statusCode : undefined;
};

/**
 * True for an error after which a later repeat may succeed: too many callers wait, the process
 * stops, or the process has another LEDGER_SECRET_KEY than the other processes.
 */
const isNotNow = (error: unknown): boolean =>
  error instanceof TooManyWaitingForTurn ||
  error instanceof TooManyWaitingForPosition ||
  error instanceof PositionWatchStopped ||
  error instanceof PersonKeyUnreadable ||
  error instanceof KeySecretUnreadable ||
  error instanceof TooManyNonces;

/**
 * The answer to an error; `undefined` for an unexpected one, which is logged and answered 500.
 * Faults of the infrastructure are 503, or 409 for too many writers at once, with `Retry-After`.
 */
export const toErrorAnswer = (error: unknown): ErrorAnswer | undefined => {
  if (error instanceof HttpError) return error.answer;
  if (error instanceof CommandRejected) return rejected(error);
  if (error instanceof UnreadableEvent) return damaged(error);
  if (error instanceof LedgerFault) return ofFault(error);
  if (error instanceof OutcomePending) return outcomePending;
  if (error instanceof GatewayAway) return gatewayAway;
  if (error instanceof AppendTooLarge) return appendTooLarge;
  if (error instanceof TooManyWrongSecrets) return tooManyWrongSecrets(error);
  const status = frameworkStatus(error);
  if (status !== undefined && status < 500) return ofFramework(status);
  if (isNotNow(error) || isDatabaseAway(error)) return unavailable(1);
  return undefined;
};

const networkCodes = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'ENOTFOUND',
  'EAI_AGAIN',
  'ENOENT',
]);

/**
 * SQLSTATE classes in which PostgreSQL itself says "not now": connection exception, insufficient
 * resources (a full disk, too many connections), operator intervention (shutdown, start-up), a
 * cancelled or conflicting transaction.
 */
const awayClasses = new Set(['08', '53', '57', '40']);

/** Messages of `pg` and its pool, which come without a code. */
const clientMessages =
  /timeout exceeded when trying to connect|Connection terminated|Client has encountered a connection error|Query read timeout/;

/**
 * Returns true for an error that means that PostgreSQL cannot be reached or cannot work now, rather
 * than a fault of the ledger.
 */
export const isDatabaseAway = (error: unknown): boolean => {
  if (!isNativeError(error)) return false;
  // An `AggregateError`: several addresses of one host were tried.
  if ('errors' in error && Array.isArray(error.errors)) return error.errors.every(isDatabaseAway);
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  if (networkCodes.has(code)) return true;
  if (/^[0-9A-Z]{5}$/.test(code)) return awayClasses.has(code.slice(0, 2));
  return clientMessages.test(error.message);
};
