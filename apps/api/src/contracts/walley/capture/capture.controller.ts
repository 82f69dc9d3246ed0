import { Body, Controller, Headers, HttpCode, Param, Post, Req, Res } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { RequireScope } from '../../../contract-kit/require-scope.js';
import { captureCommand } from '../../../commands/capture-command.js';
import { JsonBodyPipe } from '../../../contract-kit/body/json-body.js';
import { answerChange } from '../answer-change.js';
import { idempotencyHeader, walleyIdempotencyKey } from '../walley-idempotency-key.js';
import { walleyOrderId } from '../walley-order-id.js';
import { walleyBodyRules } from '../walley-body-rules.js';
import { walleyTarget } from '../walley-target.js';
import { CaptureDto } from './capture.dto.js';
import { DescribeCapture } from './describe-capture.js';
import { requestedCapture } from './requested-capture.js';

@Controller('manage/orders')
export class CaptureController {
  constructor(private readonly commands: CommandBus) {}

  /** Captures all, rows, an amount, or replacing rows of an order. */
  @Post(':orderId/capture')
  @HttpCode(202)
  @RequireScope('captures:write')
  @DescribeCapture()
  async capture(
    @Param('orderId') id: string,
    @Body(new JsonBodyPipe(CaptureDto, walleyBodyRules)) body: CaptureDto,
    @Headers(idempotencyHeader.toLowerCase()) header: string | undefined,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<void> {
    const key = walleyIdempotencyKey(header);
    const orderId = walleyOrderId(id);
    const target = walleyTarget(request, orderId, key);
    const executed = await this.commands.execute(captureCommand(target, requestedCapture(body)));
    answerChange(reply, orderId, executed);
  }
}
