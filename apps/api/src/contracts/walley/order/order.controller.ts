import { Controller, Get, Param, Req } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { Caller } from '#access';
import { isUuid } from '#ledger';
import { RequireScope } from '../../../contract-kit/require-scope.js';
import { callerOf } from '../../../contract-kit/request-caller.js';
import type { Plain } from '../../../contract-kit/plain.js';
import { ActionWait } from '../../../queries/action-wait.js';
import { OrderLookup, type OrderWanted } from '../../../queries/order-lookup.js';
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
  constructor(
    private readonly lookup: OrderLookup,
    private readonly actions: ActionWait,
  ) {}

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
    const caller = callerOf(request);
    const wanted = { orderId, knownOrders: 'authorised' } as const;
    if (correlationId !== undefined) await this.awaitAction(caller, wanted, correlationId);
    const found = await this.lookup.find(caller, wanted);
    return { data: walleyOrder(shownOrder(found)), links: {}, metaData: {} };
  }

  private async awaitAction(
    caller: Caller,
    wanted: OrderWanted,
    correlationId: string,
  ): Promise<void> {
    // A caller who may not see the order does not get to wait for it either.
    if ((await this.lookup.find(caller, wanted)).kind === 'of-other-store') throw walleyForbidden();
    if (!isUuid(correlationId)) throw walleyNotFound('There is no such action.');
    const action = {
      orderId: wanted.orderId,
      correlationId: correlationId.toLowerCase(),
      timeoutMs: actionWaitMs,
    };
    if (!(await this.actions.untilApplied(caller.clientId, action)))
      throw walleyNotFound('The action was not applied.');
  }
}
