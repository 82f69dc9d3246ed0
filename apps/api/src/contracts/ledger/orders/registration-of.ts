import type { Store } from '#access';
import type { RegisterOrder, Row, StoreDefault } from '#ledger';
import { attributesOf } from '../fields/attributes.js';
import { instantOf } from '../fields/instant.js';
import { vatRateOf } from '../fields/vat-rate.js';
import { wholeNumber } from '../fields/whole-number.js';
import type { AuthorizationRequest } from './authorization.request.js';
import type { OrderRowRequest } from './order-row.request.js';
import type { RegisterOrderRequest } from './register-order.request.js';

type Registration = RegisterOrder['data'];

const rowOf = (row: OrderRowRequest): Omit<Row, 'rowId'> => {
  const attributes = attributesOf(row.attributes);
  return {
    ...(row.articleNumber !== undefined && { articleNumber: row.articleNumber }),
    description: row.description,
    unitPrice: wholeNumber(row.unitPrice),
    quantity: wholeNumber(row.quantity),
    vatRate: vatRateOf(row.vatRate),
    ...(row.type !== undefined && { type: row.type }),
    ...(attributes && { attributes }),
  };
};

const authorizationOf = (request: AuthorizationRequest): Registration['authorization'] => {
  const { status, paymentIntent } = request;
  return status === 'authorized' && paymentIntent !== undefined
    ? { status, paymentIntent }
    : { status };
};

/** The country is always the store's: a request cannot name one. */
const storeDefaultsOf = (request: RegisterOrderRequest): readonly StoreDefault[] => [
  ...(request.currency === undefined ? (['currency'] as const) : []),
  ...(request.salesSegment === undefined ? (['salesSegment'] as const) : []),
  'countryCode',
];

/**
 * What the request registers, with the store's defaults filled in. Not its customer: personal data may stand in the log
 * only under a key that can be destroyed for that person (domain.md, "Events"), so they go apart.
 */
export const registrationOf = (request: RegisterOrderRequest, store: Store): Registration => {
  const attributes = attributesOf(request.attributes);
  return {
    storeId: store.storeId,
    orderNumber: request.orderNumber,
    currency: request.currency ?? store.currency,
    salesSegment: request.salesSegment ?? store.salesSegment,
    paymentMethod: request.paymentMethod,
    ...(store.countryCode !== undefined && { countryCode: store.countryCode }),
    rows: request.rows.map(rowOf),
    ...(request.expiresAt !== undefined && { expiresAt: instantOf(request.expiresAt) }),
    authorization: authorizationOf(request.authorization),
    ...(attributes && { attributes }),
    storeDefaults: storeDefaultsOf(request),
  };
};
