import { clientKeysMax } from '#access';
import type { Rejected } from '#ledger';
import { endpointsMax } from '#webhooks';
import type { ErrorAnswer } from '../../../contract-kit/http-error.js';
import { HttpError } from '../../../contract-kit/http-error.js';
import { rejectionProblems } from './rejection-problems.js';

const refusal =
  (status: number, code: string, detail: string) =>
  (headers?: ErrorAnswer['headers']): HttpError =>
    new HttpError({ status, code, detail, ...(headers && { headers }) });

/**
 * The errors of `/v1` that come from the API and not from a rule of the domain. Used as in `throw
 * problems.orderNotFound()`.
 */
export const problems = {
  gatewayNotConfigured: refusal(
    422,
    'GATEWAY_NOT_CONFIGURED',
    'Card orders and unpaid orders need a card gateway, but no card gateway is configured.',
  ),
  amountNotForAkinon: refusal(
    422,
    'ORDER_AMOUNT_NOT_FOR_AKINON',
    'A unit price needs more than two decimals, but Akinon shows two, and the order or its store is for Akinon.',
  ),
  orderNotFound: refusal(404, 'ORDER_NOT_FOUND', 'There is no such order.'),
  orderRevisionNotFound: refusal(
    404,
    'ORDER_REVISION_NOT_FOUND',
    'The history of the order does not reach this revision.',
  ),
  orderNotRegisteredYet: refusal(
    404,
    'ORDER_NOT_REGISTERED_YET',
    'The order was not registered yet at this time.',
  ),
  captureNotFound: refusal(404, 'CAPTURE_NOT_FOUND', 'The order has no such capture.'),
  refundNotFound: refusal(404, 'REFUND_NOT_FOUND', 'The order has no such refund.'),
  terminalIntentNotFound: refusal(
    404,
    'TERMINAL_INTENT_NOT_FOUND',
    'The order has no such terminal intent.',
  ),
  reauthorizationNotFound: refusal(
    404,
    'REAUTHORIZATION_NOT_FOUND',
    'The order has no such reauthorisation.',
  ),
  clientNotFound: refusal(404, 'CLIENT_NOT_FOUND', 'There is no such client.'),
  storeNotFound: refusal(
    404,
    'STORE_NOT_FOUND',
    'There is no such store, or the client of the token does not act for it.',
  ),
  customerHasName: refusal(
    422,
    'CUSTOMER_HAS_NAME',
    'The customer of this order has a reference or an e-mail address: erase the customer by that.',
  ),
  webhookNotFound: refusal(404, 'WEBHOOK_NOT_FOUND', 'There is no such webhook.'),
  deliveryNotFound: refusal(
    404,
    'DELIVERY_NOT_FOUND',
    'The webhook has no such delivery, or it was deleted.',
  ),
  deliveryPending: refusal(
    422,
    'DELIVERY_PENDING',
    'The delivery is still pending: it will be attempted without a replay.',
  ),
  tooManyWebhooks: refusal(
    422,
    'TOO_MANY_WEBHOOKS',
    `There can be ${endpointsMax} webhooks: remove one.`,
  ),
  /** `why` is a sentence that says what is wrong with the URL. */
  webhookTarget: (why: string): HttpError =>
    refusal(422, 'WEBHOOK_TARGET_REFUSED', `The ledger does not send to this URL. ${why}`)(),
  webhookSecretUnreadable: (webhookId: string): HttpError =>
    refusal(
      422,
      'WEBHOOK_SECRET_UNREADABLE',
      `The webhook ${webhookId} was created, but its secret cannot be decrypted with LEDGER_SECRET_KEY: give the webhook a new secret.`,
    )(),
  verificationNotFound: refusal(
    404,
    'VERIFICATION_NOT_FOUND',
    'There is no such verification; the last 500 are kept.',
  ),
  settlementNotFound: refusal(404, 'SETTLEMENT_NOT_FOUND', 'There is no such settlement.'),
  reportTooLarge: refusal(
    422,
    'REPORT_TOO_LARGE',
    'The report has more than 10,000 rows: ask for a shorter period, or for fewer stores or groups.',
  ),
  readModelBehind: refusal(
    503,
    'SERVICE_UNAVAILABLE',
    'The read model does not contain the newest captures yet. Nothing was written; try again.',
  ),
  clientIdTaken: refusal(
    422,
    'CLIENT_ID_TAKEN',
    'The id belongs to a client, or belonged to a client that was removed.',
  ),
  keyNotFound: refusal(404, 'KEY_NOT_FOUND', 'The client has no such key.'),
  keyLoginTaken: refusal(
    422,
    'KEY_LOGIN_TAKEN',
    'Another key of this kind already has this e-mail address or user name.',
  ),
  keyStoreNeeded: refusal(
    422,
    'KEY_STORE_NEEDED',
    'A key acts for one store, but the client has none or several: give `store`.',
  ),
  tooManyKeys: refusal(
    422,
    'TOO_MANY_KEYS',
    `A client can have ${clientKeysMax} keys: revoke one.`,
  ),
  storeIdTaken: refusal(
    422,
    'STORE_ID_TAKEN',
    'The id belongs to a store, or belonged to a store that was removed.',
  ),
  storeHasOrders: refusal(
    422,
    'STORE_HAS_ORDERS',
    'The store has orders. It was not removed, so that its orders can be read, settled and paid out; ' +
      'remove the clients that act for it to stop new orders.',
  ),
  bodyNotJson: refusal(
    415,
    'UNSUPPORTED_MEDIA_TYPE',
    'A body must have the content type application/json.',
  ),
  bodyNotLines: refusal(
    415,
    'UNSUPPORTED_MEDIA_TYPE',
    'A bulk must have the content type application/x-ndjson.',
  ),
};

/**
 * The HTTP error for a command that the domain rejected. An order of a store that the caller does
 * not act for gets 404, as if it did not exist.
 */
export const refuseRejection = ({ code, detail }: Pick<Rejected, 'code' | 'detail'>) => {
  const problem = rejectionProblems[code];
  return new HttpError({
    status: problem.status,
    code: problem.code,
    detail: problem.status === 404 ? `${problem.title}.` : detail,
  });
};
