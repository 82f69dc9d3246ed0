import { isObject } from '../collections/objects.js';
import { currencies, withinLimit } from '../money/amount.js';
import { accept, type OrderLimits } from './accept.js';
import { type Check, type Decision, firstRejection, reject, type Rejected } from './decision.js';
import { afterDefaultLife, isDue } from './expiry.js';
import {
  answeredBefore,
  fingerprint,
  fingerprintInputOfRegistration,
  replay,
} from './idempotency.js';
import type { RegisterOrderCommand, RegisteredCustomer } from './order-commands.js';
import type { OrderEvent, OrderRegistered, SealedCustomer } from './order-events.js';
import { orderAuthorized } from './payment/authorize-order.js';
import type { Order } from './order.js';
import { type Attributes, rowsMax } from './row.js';
/**
 * Registers an order. A repeat with the same content gets the first answer; other content under the
 * same order number is rejected (domain.md).
 */
export const registerOrder = (
  order: Order | undefined,
  command: RegisterOrderCommand,
  limits: OrderLimits,
): Decision => {
  const requestFingerprint = fingerprint(fingerprintInputOfRegistration(command));
  if (order !== undefined) return registeredBefore(order, command, requestFingerprint);
  const rejected = firstRejection(registrationChecks, command);
  if (rejected !== undefined) return rejected;
  return accept(
    { order, command, fingerprint: requestFingerprint, limits },
    registrationEvents(command),
  );
};

const registeredBefore = (
  order: Order,
  command: RegisterOrderCommand,
  requestFingerprint: string,
): Decision => {
  const answered = answeredBefore(order, command, requestFingerprint);
  if (answered !== undefined) return answered;
  return order.registration.fingerprint === requestFingerprint
    ? replay(order.registration)
    : reject('ORDER_NUMBER_TAKEN', 'The store has another order under this number.');
};

const registrationEvents = (command: RegisterOrderCommand): OrderEvent[] => {
  const registered = orderRegistered(command);
  const { at, data } = command;
  if (data.authorization.status !== 'authorized') return [registered];
  const order = { ...registered.data, total: totalOf(command) };
  return [registered, orderAuthorized(order, at, data.authorization)];
};

const orderRegistered = ({ orderId, at, data }: RegisterOrderCommand): OrderRegistered => ({
  type: 'OrderRegistered',
  data: {
    orderId,
    storeId: data.storeId,
    orderNumber: data.orderNumber,
    currency: data.currency,
    salesSegment: data.salesSegment,
    paymentMethod: data.paymentMethod,
    ...(data.countryCode !== undefined && { countryCode: data.countryCode }),
    rows: data.rows.map((row, index) => ({ ...row, rowId: `r${index + 1}` })),
    placedAt: at,
    expiresAt: data.expiresAt ?? afterDefaultLife(at),
    ...attributesOf(data),
    ...(data.customer && { customer: sealedPart(data.customer) }),
  },
});

const attributesOf = ({
  attributes,
  madeOrderKey,
}: RegisterOrderCommand['data']): { attributes?: Attributes } => {
  if (madeOrderKey !== undefined) return { attributes: withOrderKey(attributes, madeOrderKey) };
  return attributes === undefined ? {} : { attributes };
};

const sealedPart = ({ keyId, sealed }: RegisteredCustomer): SealedCustomer => ({ keyId, sealed });

type RegistrationCheck = Check<RegisterOrderCommand>;

const currencyKnown: RegistrationCheck = ({ data }) =>
  currencies.has(data.currency)
    ? undefined
    : reject('ORDER_CURRENCY_UNKNOWN', 'The currency is not an ISO 4217 code.');

const rowsGiven: RegistrationCheck = ({ data }) =>
  data.rows.length > 0
    ? undefined
    : reject('ORDER_ROWS_REQUIRED', 'An order needs at least one row: `rows` is empty.');

const rowsWithinLimit: RegistrationCheck = ({ data }) =>
  data.rows.length <= rowsMax
    ? undefined
    : reject('ORDER_TOO_MANY_ROWS', `An order has at most ${rowsMax} rows.`);

/**
 * Rejects an order if a row or the total is above the largest amount. Each row is checked before
 * the sum, because the sum of 1,000 rows within the limit is still an exact number.
 */
const amountWithinLimit: RegistrationCheck = (command) =>
  command.data.rows.every(
    ({ unitPrice, quantity }) => withinLimit(quantity) && withinLimit(unitPrice * quantity),
  ) && withinLimit(totalOf(command))
    ? undefined
    : amountTooLarge;

const totalNotNegative: RegistrationCheck = (command) =>
  totalOf(command) >= 0
    ? undefined
    : reject('ORDER_TOTAL_NEGATIVE', "The sum of the order's rows is below zero.");

const expiryInFuture: RegistrationCheck = ({ at, data }) =>
  data.expiresAt === undefined || !isDue(data.expiresAt, at)
    ? undefined
    : reject('ORDER_EXPIRY_NOT_IN_FUTURE', 'The expiry date is in the past.');

const amountTooLarge: Rejected = reject(
  'ORDER_AMOUNT_TOO_LARGE',
  'Prices, quantities, rows and their sum have at most 12 digits, in minor units.',
);

const totalOf = ({ data }: RegisterOrderCommand): number =>
  data.rows.reduce((sum, row) => sum + row.unitPrice * row.quantity, 0);

export const registrationChecks: readonly RegistrationCheck[] = [
  currencyKnown,
  rowsGiven,
  rowsWithinLimit,
  amountWithinLimit,
  totalNotNegative,
  expiryInFuture,
];

/**
 * The key with which a shop front end may pay the order (`woo.orderKey`); `undefined` without one.
 */
export const orderKeyIn = (attributes: Attributes | undefined): string | undefined => {
  const woo = attributes?.['woo'];
  const key = isObject(woo) ? woo['orderKey'] : undefined;
  return typeof key === 'string' ? key : undefined;
};

export const withOrderKey = (attributes: Attributes | undefined, orderKey: string): Attributes => {
  const woo = attributes?.['woo'];
  return { ...attributes, woo: { ...(isObject(woo) && woo), orderKey } };
};
