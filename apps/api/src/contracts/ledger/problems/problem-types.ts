import { type ProblemType, rejectionProblems, settlementProblems } from './rejection-problems.js';

/** The address that documents a code: `GET /v1/problems/{code}`. */
export const problemPath = (code: string): string => `/v1/problems/${code}`;

/**
 * Refusals of a request before the rules of an order are checked, for example because its body is
 * malformed.
 */
const edgeProblems: readonly ProblemType[] = [
  { status: 400, code: 'BAD_REQUEST', title: 'The request cannot be read' },
  { status: 400, code: 'VALIDATION_ERROR', title: 'Fields are missing, unknown or invalid' },
  { status: 401, code: 'UNAUTHORIZED', title: 'A valid token is required' },
  { status: 403, code: 'FORBIDDEN', title: 'The token lacks the scope' },
  { status: 404, code: 'NOT_FOUND', title: 'There is nothing at this address' },
  { status: 404, code: 'ORDER_REVISION_NOT_FOUND', title: 'The order has no such revision' },
  { status: 404, code: 'ORDER_NOT_REGISTERED_YET', title: 'The order was not registered yet' },
  { status: 404, code: 'CAPTURE_NOT_FOUND', title: 'The order has no such capture' },
  { status: 404, code: 'REFUND_NOT_FOUND', title: 'The order has no such refund' },
  {
    status: 404,
    code: 'TERMINAL_INTENT_NOT_FOUND',
    title: 'The order has no such terminal intent',
  },
  { status: 404, code: 'CLIENT_NOT_FOUND', title: 'There is no such client' },
  { status: 404, code: 'KEY_NOT_FOUND', title: 'The client has no such key' },
  { status: 404, code: 'SETTLEMENT_NOT_FOUND', title: 'There is no such settlement' },
  { status: 404, code: 'STORE_NOT_FOUND', title: 'There is no such store' },
  { status: 404, code: 'DELIVERY_NOT_FOUND', title: 'The webhook has no such delivery' },
  { status: 404, code: 'VERIFICATION_NOT_FOUND', title: 'There is no such verification' },
  { status: 404, code: 'WEBHOOK_NOT_FOUND', title: 'There is no such webhook' },
  { status: 405, code: 'METHOD_NOT_ALLOWED', title: 'The address does not accept this method' },
  { status: 408, code: 'REQUEST_TIMEOUT', title: 'The request did not arrive in time' },
  { status: 409, code: 'TOO_MANY_CONFLICTS', title: 'Too many commands on the same order at once' },
  {
    status: 409,
    code: 'ORDER_DAMAGED',
    title: "An event of the order's history cannot be read; an operator has to repair it",
  },
  {
    status: 409,
    code: 'SETTLEMENTS_DAMAGED',
    title: "An event of the settlements' history cannot be read; an operator has to repair it",
  },
  {
    status: 503,
    code: 'LOG_MISMATCH',
    title: 'The event log is not the one that the read models were made from',
  },
  { status: 412, code: 'POSITION_NOT_REACHED', title: 'The position was not reached in time' },
  { status: 413, code: 'PAYLOAD_TOO_LARGE', title: 'The request is too large' },
  { status: 415, code: 'UNSUPPORTED_MEDIA_TYPE', title: 'Bodies of this type are not supported' },
  { status: 422, code: 'CLIENT_ID_TAKEN', title: 'The id belongs to another client' },
  { status: 422, code: 'CUSTOMER_HAS_NAME', title: 'Erase this customer by reference or e-mail' },
  { status: 422, code: 'ORDER_AMOUNT_NOT_FOR_AKINON', title: 'Akinon shows only two decimals' },
  { status: 422, code: 'GATEWAY_NOT_CONFIGURED', title: 'No card gateway is configured' },
  { status: 422, code: 'DELIVERY_PENDING', title: 'The delivery is still pending' },
  { status: 422, code: 'KEY_LOGIN_TAKEN', title: 'Another key already has this log-in' },
  { status: 422, code: 'KEY_STORE_NEEDED', title: 'A key needs the store that it acts for' },
  { status: 422, code: 'REPORT_TOO_LARGE', title: 'The report has too many rows' },
  {
    status: 422,
    code: 'STORE_UNKNOWN',
    title: 'The store does not exist, or the client does not act for it',
  },
  { status: 422, code: 'STORE_HAS_ORDERS', title: 'The store has orders, so it is not removed' },
  { status: 422, code: 'STORE_ID_TAKEN', title: 'The id belongs to another store' },
  { status: 422, code: 'TOO_MANY_KEYS', title: 'The client has too many keys' },
  { status: 422, code: 'TOO_MANY_WEBHOOKS', title: 'There are too many webhooks' },
  {
    status: 422,
    code: 'WEBHOOK_SECRET_UNREADABLE',
    title: 'The secret of the webhook cannot be read; give the webhook a new one',
  },
  { status: 422, code: 'WEBHOOK_TARGET_REFUSED', title: 'Webhooks may not go to this URL' },
  { status: 429, code: 'TOO_MANY_FEEDS', title: 'The client has too many open feeds' },
  { status: 429, code: 'TOO_MANY_WRONG_SECRETS', title: 'Too many wrong secrets were tried' },
  { status: 431, code: 'HEADERS_TOO_LARGE', title: 'The headers are too large' },
  { status: 500, code: 'INTERNAL_ERROR', title: 'An internal error occurred' },
  { status: 503, code: 'GATEWAY_UNAVAILABLE', title: 'The card gateway does not answer' },
  { status: 503, code: 'OUTCOME_UNKNOWN', title: 'It is not known whether this was recorded' },
  { status: 503, code: 'SERVICE_UNAVAILABLE', title: 'The service is not available at the moment' },
];

/** All errors that `/v1` can answer with, by code. */
export const problemTypes: ReadonlyMap<string, ProblemType> = new Map(
  [...edgeProblems, ...Object.values(rejectionProblems), ...Object.values(settlementProblems)].map(
    (type) => [type.code, type],
  ),
);
