import { applyDecorators, Controller, Get, Param, Req } from '@nestjs/common';
import { ApiOperation, ApiQuery, ApiResponse } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import type { Caller } from '#access';
import { isUuid } from '#ledger';
import { requestIdHeader, type Plain } from '../../../contract-kit/describe.js';
import { callerOf } from '../../../contract-kit/request.js';
import { RequireScope } from '../../../contract-kit/require-scope.js';
import { ActionWait } from '../../../queries/action-wait.js';
import { type FoundOrder, OrderLookup, type OrderWanted } from '../../../queries/order-lookup.js';
import { DescribeWalleyErrors } from '../describe-walley.js';
import { WalleyOrderAnswerDto } from './order.dto.js';
import { walleyOrder } from './walley-order.js';
import { names, type QueryValues, soleValue, WalleyQuery } from '../walley-query.js';
import { walleyForbidden, walleyNotFound, walleyOrderId } from '../walley-request.js';

/**
 * The longest time in milliseconds that a read with `correlationId` waits for that request's effect
 * (walley.md, "GET an order").
 */
const actionWaitMs = 10_000;

export const DescribeOrder = (): MethodDecorator =>
  applyDecorators(
    ApiOperation({
      summary: 'Show an order',
      description:
        'Shows the order with its captures and refunds, and what is left of it. Needs `orders:read`.',
    }),
    ApiQuery({
      name: 'correlationId',
      required: false,
      description: 'X-Request-Id of a command: waits up to 10 s until it is applied, else 404',
      schema: { type: 'string', format: 'uuid' },
    }),
    ApiResponse({
      status: 200,
      description: 'The order',
      type: WalleyOrderAnswerDto,
      headers: requestIdHeader,
    }),
    DescribeWalleyErrors({
      404: 'NOT_FOUND: unknown order, not yet authorised, or the action was never applied',
    }),
  );

/**
 * Returns the order that was found, or throws.
 *
 * @throws HttpError 403 for an order of another store, 404 if there is no order
 */
export const shownOrder = (found: FoundOrder): (FoundOrder & { kind: 'found' })['order'] => {
  if (found.kind === 'of-other-store') throw walleyForbidden();
  if (found.kind === 'not-found') throw walleyNotFound();
  return found.order;
};

@Controller('manage/orders')
export class OrderController {
  constructor(
    private readonly lookup: OrderLookup,
    private readonly actions: ActionWait,
  ) {}

  /**
   * Shows an order. A caller may give the `X-Request-Id` of an earlier request as `correlationId`:
   * then the answer waits until it shows the effect of that request.
   */
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
    // An order of another store is refused at once, before any waiting.
    if ((await this.lookup.find(caller, wanted)).kind === 'of-other-store') throw walleyForbidden();
    if (!isUuid(correlationId)) throw walleyNotFound('There is no such action.');
    const { orderId } = wanted;
    const action = { orderId, correlationId: correlationId.toLowerCase(), timeoutMs: actionWaitMs };
    if (!(await this.actions.untilApplied(caller.clientId, action)))
      throw walleyNotFound('The action was not applied, or is not shown yet.');
  }
}
