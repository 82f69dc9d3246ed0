import { Controller, Get, Param, Req } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { callerOf } from '../../contract-kit/request.js';
import { RequireScope } from '../../contract-kit/require-scope.js';
import { DescribeOrder, DescribeOrders } from './describe/describe-calls.js';
import { MedusaOrders } from './medusa-orders.js';
import { OrderList, type OrderPage } from './order-list.js';
import { medusaOrder, type MedusaOrder } from './order/medusa-order.js';
import { Listed, type ListQuery } from './query/list-query.js';
import { Selected, type Selection } from './query/selection.js';

@Controller('admin/orders')
export class MedusaOrdersController {
  constructor(
    private readonly orders: MedusaOrders,
    private readonly orderList: OrderList,
  ) {}

  @Get()
  @RequireScope('orders:read')
  @DescribeOrders()
  async list(@Listed() query: ListQuery, @Req() request: FastifyRequest): Promise<OrderPage> {
    return this.orderList.page(callerOf(request), query);
  }

  @Get(':id')
  @RequireScope('orders:read')
  @DescribeOrder()
  async retrieve(
    @Param('id') id: string,
    @Selected() selection: Selection,
    @Req() request: FastifyRequest,
  ): Promise<{ readonly order: MedusaOrder }> {
    return { order: medusaOrder(await this.orders.byNumber(callerOf(request), id), selection) };
  }
}
