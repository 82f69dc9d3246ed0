import { HttpError, type ErrorAnswer } from '../../../contract-kit/http-error.js';
import { endpointsMax } from '#webhooks';
const refusal =
  (status: number, code: string, detail: string) =>
  (headers?: ErrorAnswer['headers']): HttpError =>
    new HttpError({ status, code, detail, ...(headers && { headers }) });

/** The refusals of this contract that the domain does not know. */
export const orderNotFound = refusal(404, 'ORDER_NOT_FOUND', 'There is no such order.');
export const orderRevisionNotFound = refusal(
  404,
  'ORDER_REVISION_NOT_FOUND',
  'The history of the order does not reach this revision.',
);
export const orderNotRegisteredYet = refusal(
  404,
  'ORDER_NOT_REGISTERED_YET',
  'The order was registered later.',
);
export const captureNotFound = refusal(404, 'CAPTURE_NOT_FOUND', 'The order has no such capture.');
export const refundNotFound = refusal(404, 'REFUND_NOT_FOUND', 'The order has no such refund.');
export const reauthorizationNotFound = refusal(
  404,
  'REAUTHORIZATION_NOT_FOUND',
  'The order has no such reauthorisation.',
);
export const clientNotFound = refusal(404, 'CLIENT_NOT_FOUND', 'There is no such client.');
export const storeNotFound = refusal(404, 'STORE_NOT_FOUND', 'There is no such store.');
export const customerHasName = refusal(
  422,
  'CUSTOMER_HAS_NAME',
  'The customer of this order came with a reference or an e-mail address, and is erased by that.',
);
export const webhookNotFound = refusal(404, 'WEBHOOK_NOT_FOUND', 'There is no such webhook.');
export const deliveryNotFound = refusal(
  404,
  'DELIVERY_NOT_FOUND',
  'The webhook has no such delivery, or no longer.',
);
export const deliveryPending = refusal(
  422,
  'DELIVERY_PENDING',
  'The delivery is not over: it will be attempted anyway.',
);
export const tooManyWebhooks = refusal(
  422,
  'TOO_MANY_WEBHOOKS',
  `There can be ${endpointsMax} webhooks: remove one.`,
);
/** `why`: a sentence about the URL. */
export const webhookTarget = (why: string): HttpError =>
  refusal(422, 'WEBHOOK_TARGET_REFUSED', `The ledger does not send to this URL. ${why}`)();
export const settlementNotFound = refusal(
  404,
  'SETTLEMENT_NOT_FOUND',
  'There is no such settlement.',
);
export const reportTooLarge = refusal(
  422,
  'REPORT_TOO_LARGE',
  'The report has more than 10,000 rows: ask for less time, or fewer stores or groups.',
);
export const reportZoneUnknown = refusal(
  422,
  'REPORT_ZONE_UNKNOWN',
  "The database does not know a store's time zone: leave day out of groupBy.",
);
export const readModelBehind = refusal(
  503,
  'SERVICE_UNAVAILABLE',
  'What was captured last is not counted yet. Nothing was written.',
);
export const clientIdTaken = refusal(
  422,
  'CLIENT_ID_TAKEN',
  'The id belongs to a client, or belonged to one that was disabled.',
);
export const storeIdTaken = refusal(
  422,
  'STORE_ID_TAKEN',
  'The id belongs to a store, or belonged to one that was removed.',
);
export const bodyNotJson = refusal(
  415,
  'UNSUPPORTED_MEDIA_TYPE',
  'A body must have the content type application/json.',
);
export const bodyNotLines = refusal(
  415,
  'UNSUPPORTED_MEDIA_TYPE',
  'A bulk must have the content type application/x-ndjson.',
);
