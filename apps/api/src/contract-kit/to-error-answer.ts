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
 * Answers for errors that Nest or Fastify raise, by their HTTP status. Any other 4xx status is
 * answered as a malformed request.
 */
const framework: Readonly<Record<number, Omit<ErrorAnswer, 'status'>>> = {
  404: { code: 'NOT_FOUND', detail: 'There is nothing at this address.' },
  413: bodyTooLarge,
  415: { code: 'UNSUPPORTED_MEDIA_TYPE', detail: 'The content type of the body is not supported.' },
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
  detail: 'Too many commands on the same order at once; try again.',
};

/**
 * The text asks for the same idempotency key, because a repeat without the key could record the
 * change twice.
 */
const outcomeUnknown = {
  code: 'OUTCOME_UNKNOWN',
  detail:
    'It is not known whether this was recorded: read the order, or repeat the request with the same idempotency key.',
};

/**
 * The answer does not suggest a retry. A lost connection may return by itself, but a wrong log
 * stays until an operator acts.
 */
const logMismatch = {
  code: 'LOG_MISMATCH',
  detail:
    'The event log is not the one that the read models were made from. Nothing is recorded until an operator has restored the log or rebuilt the read models.',
};

/**
 * The history of the order, or of the store's settlements, is damaged. The status is 409 and not
 * 503, because clients retry after 503 and a retry cannot help.
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
  detail: 'Too many wrong secrets for this client from this address. Wait before the next attempt.',
  headers: { 'Retry-After': String(retryAfterSeconds) },
});

/** The answer to a rejected command if the contract has no answer for it. */
const rejected = ({ rejected: { code, detail } }: CommandRejected): ErrorAnswer => ({
  ...{ status: 422, code, detail },
});

/**
 * The answer if the outcome of a capture is still unknown. A repeat of the request finds the same
 * capture and does not make another.
 */
const outcomePending: ErrorAnswer = {
  ...{ status: 503, code: 'OUTCOME_PENDING', headers: { 'Retry-After': '1' } },
  detail: 'The outcome is not known yet. Repeating the request is safe.',
};

/**
 * The answer if the card gateway cannot be reached. A repeat is safe, because nothing was recorded
 * and the gateway does nothing twice under the same key.
 */
const gatewayAway: ErrorAnswer = {
  ...{ status: 503, code: 'GATEWAY_UNAVAILABLE', headers: { 'Retry-After': '2' } },
  detail: 'The card gateway does not answer. Nothing was recorded; repeating the request is safe.',
};

const appendTooLarge: ErrorAnswer = {
  status: 413,
  code: 'PAYLOAD_TOO_LARGE',
  detail:
    'The events of this request are larger than one append to the log can be. Nothing was written.',
};

const ofFramework = (status: number): ErrorAnswer => ({
  status,
  ...(framework[status] ?? { code: 'BAD_REQUEST', detail: 'The request cannot be read.' }),
});

/**
 * The HTTP status that Nest or Fastify attached to an error, for example when a caller disconnects
 * in the middle of its body.
 */
const frameworkStatus = (error: unknown): number | undefined => {
  if (error instanceof HttpException) return error.getStatus();
  if (!isNativeError(error) || !('statusCode' in error)) return undefined;
  return typeof error.statusCode === 'number' ? error.statusCode : undefined;
};

/**
 * True for an error that may be gone at the next attempt. For example, too many callers wait, the
 * process is stopping, or the process still has a former LEDGER_SECRET_KEY.
 */
const isNotNow = (error: unknown): boolean =>
  error instanceof TooManyWaitingForTurn ||
  error instanceof TooManyWaitingForPosition ||
  error instanceof PositionWatchStopped ||
  error instanceof PersonKeyUnreadable ||
  error instanceof KeySecretUnreadable ||
  error instanceof TooManyNonces;

/**
 * The answer to an error. An unexpected error gives `undefined`; it is logged and answered 500. A
 * fault of the infrastructure is answered 503, or 409 if too many callers write at once, with
 * `Retry-After`.
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
 * Classes of SQLSTATE after which PostgreSQL may work again soon. 08: connection exception. 53:
 * insufficient resources, such as a full disk or too many connections. 57: operator intervention,
 * such as a shutdown. 40: transaction rollback, because of a conflict with another transaction.
 */
const awayClasses = new Set(['08', '53', '57', '40']);

/**
 * Errors of `pg` and its connection pool have no code, so they are recognised by these messages.
 */
const clientMessages =
  /timeout exceeded when trying to connect|Connection terminated|Client has encountered a connection error|Query read timeout/;

/**
 * True if the error means that PostgreSQL cannot be reached or cannot work now. A faulty statement,
 * for example, gives false.
 */
export const isDatabaseAway = (error: unknown): boolean => {
  if (!isNativeError(error)) return false;
  // Node tried several addresses of one host. The error holds the error of each attempt.
  if ('errors' in error && Array.isArray(error.errors)) return error.errors.every(isDatabaseAway);
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  if (networkCodes.has(code)) return true;
  if (/^[0-9A-Z]{5}$/.test(code)) return awayClasses.has(code.slice(0, 2));
  return clientMessages.test(error.message);
};
