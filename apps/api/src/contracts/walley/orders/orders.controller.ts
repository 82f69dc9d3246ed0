import { Controller, Get, Req } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { StoreDirectory } from '#access';
import { OrderQueries } from '#read-models';
import { RequireScope } from '../../../contract-kit/require-scope.js';
import { callerOf } from '../../../contract-kit/request-caller.js';
import type { Plain } from '../../../contract-kit/plain.js';
import { DescribeOrders } from './describe-orders.js';
import type { WalleyOrdersAnswerDto } from './orders.dto.js';
import { pagingOf } from './paging.js';
import type { QueryValues } from './query-values.js';
import { requestedOrders } from './requested-orders.js';
import { names, WalleyQuery } from './walley-query.js';
import { walleyOrders } from './walley-orders.js';

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
