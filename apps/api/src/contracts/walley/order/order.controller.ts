import { Controller, Get, Param, Req } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import type { FastifyRequest } from 'fastify';
import { isUuid } from '#ledger';
import { RequireScope } from '../../../access/require-scope.js';
import { callerOf } from '../../../http/caller-of.js';
import type { Plain } from '../../../http/plain.js';
import { AwaitAction } from '../../../queries/await-action.query.js';
import { FindOrder } from '../../../queries/find-order.query.js';
import { soleValue, type QueryValues } from '../orders/query-values.js';
import { names, WalleyQuery } from '../orders/walley-query.js';
import { walleyForbidden, walleyNotFound } from '../walley-not-yours.js';
import { walleyOrderId } from '../walley-order-id.js';
import { DescribeOrder } from './describe-order.js';
import type { WalleyOrderAnswerDto } from './order.dto.js';
import { shownOrder } from './shown-order.js';
import { walleyOrder } from './walley-order.js';

/** How long a read waits for the action it names (walley.md, "GET an order"). */
const actionWaitMs = 10_000;

@Controller('manage/orders')
export class OrderController {
  constructor(private readonly queries: QueryBus) {}

  /** Shows an order, if asked so after a certain action is applied. */
  @Get(':orderId')
  @RequireScope('orders:read')
  @DescribeOrder()
  async show(
    @Param('orderId') id: string,
    @WalleyQuery(names('correlationId')) values: QueryValues,
    @Req() request: FastifyRequest,
  ): Promise<Plain<WalleyOrderAnswerDto>> {
    const correlationId = soleValue(values, 'correlationId');
    const orderId = walleyOrderId(id);
    const find = new FindOrder(callerOf(request), orderId, 'authorised');
    if (correlationId !== undefined) await this.awaitAction(find, correlationId);
    const found = await this.queries.execute(find);
    return { data: walleyOrder(shownOrder(found)), links: {}, metaData: {} };
  }

  private async awaitAction(find: FindOrder, correlationId: string): Promise<void> {
    // Whoever may not see the order does not get to wait for it either.
    if ((await this.queries.execute(find)).kind === 'of-other-store') throw walleyForbidden();
    if (!isUuid(correlationId)) throw walleyNotFound('There is no such action.');
    const { orderId, caller } = find;
    const action = { orderId, correlationId: correlationId.toLowerCase() };
    const awaited = new AwaitAction(caller.clientId, action, actionWaitMs);
    if (!(await this.queries.execute(awaited))) throw walleyNotFound('The action was not applied.');
  }
}
