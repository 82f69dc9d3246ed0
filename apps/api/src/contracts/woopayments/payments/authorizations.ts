import { Inject, Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { Pool } from 'pg';
import type { Customer } from '#personal-data';
import {
  type AuthorizationsPage,
  listOpenAuthorizations,
  type OpenAuthorization,
  OrderQueries,
  sumOpenAuthorizations,
} from '#read-models';
import { isJsonNumber, type JsonObject } from '../../../contract-kit/body/read-json.js';
import { HttpError, shapeError } from '../../../contract-kit/http-error.js';
import type { Plain } from '../../../contract-kit/describe.js';
import { callerOf } from '../../../contract-kit/request.js';
import { poolToken } from '../../../services/service-tokens.js';
import { nameOf } from '../orders/shown-customers.js';
import { OrdersOfIntents } from './orders-of-intents.js';
import type { AuthorizationDto, AuthorizationsSummaryDto } from './payments.dto.js';

const perPageDefault = 25;
const perPageMax = 100;
const pageMax = 1_000;

const wholeNumber = (
  parameters: JsonObject,
  name: string,
  { fallback, most }: { readonly fallback: number; readonly most: number },
): number => {
  const value = parameters[name] ?? null;
  if (value === null || value === '') return fallback;
  const text = isJsonNumber(value) ? value.value : value;
  const number = typeof text === 'string' && /^\d{1,9}$/.test(text) ? Number(text) : 0;
  if (number >= 1 && number <= most) return number;
  throw shapeError([{ path: [name], message: `must be a whole number from 1 to ${most}` }]);
};

/**
 * Reads `page`, `pagesize` and `direction`, which the shop's pages send for a list.
 *
 * @throws HttpError 400
 */
export const pageOf = (parameters: JsonObject): AuthorizationsPage => ({
  page: wholeNumber(parameters, 'page', { fallback: 1, most: pageMax }),
  perPage: wholeNumber(parameters, 'pagesize', { fallback: perPageDefault, most: perPageMax }),
  oldestFirst: parameters['direction'] === 'asc',
});

const shownCustomer = (customer: Customer | undefined) => ({
  customer_name: (customer && nameOf(customer)) ?? null,
  customer_email: customer?.email ?? null,
  customer_country: customer?.billingAddress?.countryCode ?? null,
});

/**
 * The order number as a number, as shops expect it. Null if the order number is a text such as
 * `A-1`. Null too for a number above 2^53, because rounding would turn it into the number of
 * another order.
 */
export const orderIdShown = (orderNumber: string): number | null =>
  /^\d+$/.test(orderNumber) && Number.isSafeInteger(Number(orderNumber))
    ? Number(orderNumber)
    : null;

/** Translates an authorisation into the fields that the shop's pages show. */
const shown = (found: Omit<OpenAuthorization, 'orderId'>): Plain<AuthorizationDto> => ({
  payment_intent_id: found.paymentIntent,
  order_id: orderIdShown(found.orderNumber),
  amount: found.open,
  amount_captured: found.captured,
  currency: found.currency.toLowerCase(),
  created: found.placedAt.slice(0, 19).replace('T', ' '),
  captured: found.open === 0 && found.captured > 0,
  ...shownCustomer(found.customer),
});

const missing = (): HttpError =>
  new HttpError({
    status: 404,
    code: 'resource_missing',
    detail: 'There is no such authorization.',
  });

/** Lists and finds card authorisations of the caller's store, and adds up their amounts. */
@Injectable()
export class WooAuthorizations {
  constructor(
    @Inject(poolToken) private readonly pool: Pool,
    private readonly orders: OrdersOfIntents,
    private readonly queries: OrderQueries,
  ) {}

  async list(
    request: FastifyRequest,
    page: AuthorizationsPage,
  ): Promise<Plain<AuthorizationDto>[]> {
    const storeId = storeOf(request);
    if (storeId === undefined) return [];
    const found = await listOpenAuthorizations(this.pool, storeId, page);
    return found.map(shown);
  }

  async summary(request: FastifyRequest): Promise<Plain<AuthorizationsSummaryDto>> {
    const storeId = storeOf(request);
    const found = storeId === undefined ? [] : await sumOpenAuthorizations(this.pool, storeId);
    const sums = found.map((sum) => ({ ...sum, currency: sum.currency.toLowerCase() }));
    return {
      count: sums.reduce((sum, { count }) => sum + count, 0),
      currency: sums[0]?.currency ?? '',
      total: sums[0]?.total ?? 0,
      all_currencies: sums.map(({ currency }) => currency),
      sums,
    };
  }

  /** Finds an authorisation, even if it has been captured. @throws HttpError 404 */
  async find(request: FastifyRequest, intentId: string): Promise<Plain<AuthorizationDto>> {
    const found = await this.orders.find(request, intentId);
    if (found === undefined) throw missing();
    const { balance, payment } = found.order;
    // The gateway holds nothing of a payment that lapsed, although the order still has the amount.
    const open = payment.status === 'authorized' ? balance.requested + balance.remaining : 0;
    const customer = (await this.queries.find(balance.orderId))?.customer;
    return shown({
      ...{ orderNumber: balance.orderNumber, paymentIntent: intentId, currency: balance.currency },
      ...{ open, captured: balance.captured },
      placedAt: balance.placedAt,
      ...(customer?.erased === false && { customer: customer.customer }),
    });
  }
}

/**
 * The store of the caller. A consumer key belongs to one store. Other callers may have several; for
 * them the result is undefined.
 */
const storeOf = (request: FastifyRequest): string | undefined => {
  const [storeId, ...others] = callerOf(request).stores;
  return others.length > 0 ? undefined : storeId;
};
