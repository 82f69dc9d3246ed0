import { Body, Controller, HttpCode, Param, Post, Req, Res, UseGuards } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { RequireScope } from '../../../contract-kit/require-scope.js';
import { CancelOrder } from '../../../commands/cancel-order.js';
import type { Plain } from '../../../contract-kit/plain.js';
import { JsonBodyPipe } from '../../../contract-kit/body/json-body.js';
import { optionalBody } from '../ledger-reading.js';
import { answerCommand, type CommandAnswer } from '../requests/command-answer.js';
import { DescribeCommand } from '../requests/describe-command.js';
import { ledgerTarget } from '../requests/ledger-command-request.js';
import { JsonContentGuard } from '../requests/json-content.guard.js';
import { CancellationRequest } from './cancellation.request.js';

@Controller('v1/orders/:id/cancellation')
@UseGuards(JsonContentGuard)
export class LedgerCancellationController {
  constructor(private readonly commands: CommandBus) {}

  @Post()
  @HttpCode(202)
  @RequireScope('captures:write')
  @DescribeCommand({
    summary: 'Cancel what is not captured',
    description: 'Also of an expired order. Needs `captures:write`.',
    rejections: /^CANCEL_/,
  })
  async cancel(
    @Param('id') id: string,
    @Body(new JsonBodyPipe(CancellationRequest, optionalBody)) body: CancellationRequest,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Plain<CommandAnswer>> {
    const target = ledgerTarget(request, id);
    const { reference } = body;
    const cancellation = reference === undefined ? {} : { reference };
    const executed = await this.commands.execute(new CancelOrder(target, cancellation));
    return answerCommand(reply, { executed, location: ({ orderId }) => `/v1/orders/${orderId}` });
  }
}
