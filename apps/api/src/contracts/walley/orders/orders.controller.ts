import { applyDecorators, Controller, Get, Req } from '@nestjs/common';
import { ApiOperation, ApiQuery, ApiResponse } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { StoreDirectory } from '#access';
import { majorUnits } from '#ledger';
import { type NumberedPage, OrderQueries, type OrderSummary } from '#read-models';
import { requestIdHeader, type Plain } from '../../../contract-kit/describe.js';
import { callerOf } from '../../../contract-kit/request.js';
import { RequireScope } from '../../../contract-kit/require-scope.js';
import { DescribeWalleyErrors } from '../describe-walley.js';
import { totalAmount, walleyInstant, walleyPaymentMethods } from '../money/walley-money.js';
import {
  names,
  type Paging,
  pagingOf,
  type QueryValues,
  walleyListFrame,
  WalleyQuery,
} from '../walley-query.js';
import { type WalleyOrderRowDto, WalleyOrdersAnswerDto } from './orders.dto.js';
import { requestedOrders } from './requested-orders.js';
import { walleyParties } from './walley-customer.js';

export const DescribeOrders = (): MethodDecorator =>
  applyDecorators(
    ApiOperation({
      summary: 'List orders, newest first',
      description: 'Lists authorised orders of the stores of the client. Needs `orders:read`.',
    }),
    ApiQuery({
      name: 'page',
      required: false,
      schema: { type: 'integer', minimum: 1, default: 1 },
    }),
    ApiQuery({
      name: 'perPage',
      required: false,
      schema: { type: 'integer', minimum: 1, maximum: 1000, default: 10 },
    }),
    ApiQuery({
      name: 'query',
      required: false,
      description: 'Free text over order number and reference of captures',
      schema: { type: 'string', maxLength: 256 },
    }),
    ApiQuery({
      name: 'filter',
      required: false,
      isArray: true,
      description: 'status:["Activated"], storeId:["1158"], placedAt:["2021-03-01","2021-03-04"]',
      type: String,
    }),
    ApiResponse({
      status: 200,
      description: 'A page of orders',
      type: WalleyOrdersAnswerDto,
      headers: requestIdHeader,
    }),
    DescribeWalleyErrors({ 422: 'INVALID_QUERY: a filter, status or paging value not understood' }),
  );

const partiesOf = (order: OrderSummary) => {
  const { customer: customerDetails, ...addresses } = walleyParties(order);
  return { customerDetails, ...addresses };
};

const rowOf = (order: OrderSummary): Plain<WalleyOrderRowDto> => ({
  id: order.orderId,
  orderNumber: order.orderNumber,
  merchantId: null,
  storeId: order.storeId,
  paymentMethod: walleyPaymentMethods[order.paymentMethod],
  totalAmount: totalAmount(order),
  totalVat: majorUnits(order.totalVat, order.currency),
  currency: order.currency,
  status: order.status,
  countryCode: order.countryCode ?? null,
  placedAt: walleyInstant(order.placedAt),
  expiresAt: walleyInstant(order.expiresAt),
  ...partiesOf(order),
  tags: [],
});

/** The body of a page of `GET /manage/orders`. */
export const walleyOrders = (
  { orders, total }: NumberedPage,
  paging: Paging,
  values: QueryValues,
): Plain<WalleyOrdersAnswerDto> => ({
  data: orders.map(rowOf),
  ...walleyListFrame('/manage/orders', { shown: orders.length, total, paging, values }),
});

@Controller('manage/orders')
export class OrdersController {
  constructor(
    private readonly orders: OrderQueries,
    private readonly stores: StoreDirectory,
  ) {}

  /** Lists the orders of the caller's stores, newest first. */
  @Get()
  @RequireScope('orders:read')
  @DescribeOrders()
  async list(
    @WalleyQuery(names('page', 'perPage', 'query', 'filter')) values: QueryValues,
    @Req() request: FastifyRequest,
  ): Promise<Plain<WalleyOrdersAnswerDto>> {
    const paging = pagingOf(values);
    const filter = await requestedOrders(values, callerOf(request), async (stores) =>
      this.stores.settlementRules(stores),
    );
    return walleyOrders(await this.orders.page(filter, paging), paging, values);
  }
}
