import { Controller, HttpCode, Param, Post, Req, UseGuards } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { callerOf } from '../../contract-kit/request.js';
import { RequireScope } from '../../contract-kit/require-scope.js';
import { Captures } from './changes/captures.js';
import { IdempotencyKeyGuard, KeyedChanges } from './changes/idempotency-key.js';
import { DescribePaymentCapture } from './describe/describe-calls.js';
import { IgnoredBodyGuard } from './ignored-body.guard.js';
import { notFound } from './medusa-envelope.js';
import { MedusaOrders } from './medusa-orders.js';
import { updatedAtOf } from './order/medusa-order.js';
import { type MedusaPayment, paymentsOf } from './order/payments.js';
import { Selected } from './query/selection.js';

@Controller('admin/payments')
@UseGuards(IgnoredBodyGuard, IdempotencyKeyGuard)
export class MedusaPaymentsController {
  constructor(
    private readonly orders: MedusaOrders,
    private readonly keyed: KeyedChanges,
    private readonly captures: Captures,
  ) {}

  @Post(':id/capture')
  @HttpCode(200)
  @RequireScope('captures:write')
  @DescribePaymentCapture()
  async capture(
    @Param('id') id: string,
    // The argument is not used, because a payment is always shown with all its members. But unknown
    // names in `fields` and `expand` must still be refused, and `Selected` does that.
    @Selected() _selection: unknown,
    @Req() request: FastifyRequest,
  ): Promise<{ readonly payment: MedusaPayment }> {
    const order = await this.orders.byPayment(callerOf(request), id);
    const change = () => this.captures.capture(request, order);
    const after = await this.keyed.make(request, order, { action: 'capture', change });
    const [payment] = paymentsOf(after, updatedAtOf(after));
    if (payment === undefined) throw notFound('Payment', id);
    return { payment };
  }
}
