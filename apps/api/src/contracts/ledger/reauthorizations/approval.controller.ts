import { Controller, HttpCode, Param, Post, Req, Res, UseGuards } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { RequireScope } from '../../../access/require-scope.js';
import { ActOnOrder } from '../../../commands/act-on-order.command.js';
import type { Plain } from '../../../http/plain.js';
import { NoBodyGuard } from '../../../http/shape/no-body.guard.js';
import { answerCommand, type CommandAnswer } from '../requests/command-answer.js';
import { ledgerCommandRequest } from '../requests/ledger-command-request.js';
import { orderIdOfPath } from '../requests/order-id.js';
import { DescribeApprove, DescribeReject } from './describe-reauthorizations.js';

interface Deciding {
  readonly type: 'ApproveReauthorization' | 'RejectReauthorization';
  readonly id: string;
  readonly reauthorizationId: string;
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
}

/** Answers reauthorisations that wait for somebody. The requests have nothing to say. */
@Controller('v1/orders/:id/reauthorizations/:reauthorizationId')
@UseGuards(NoBodyGuard)
export class LedgerApprovalController {
  constructor(private readonly commands: CommandBus) {}

  @Post('approve')
  @HttpCode(202)
  @RequireScope('orders:write')
  @DescribeApprove()
  approve(
    @Param('id') id: string,
    @Param('reauthorizationId') reauthorizationId: string,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Plain<CommandAnswer>> {
    const type = 'ApproveReauthorization';
    return this.decide({ type, id, reauthorizationId, request, reply });
  }

  @Post('reject')
  @HttpCode(202)
  @RequireScope('orders:write')
  @DescribeReject()
  reject(
    @Param('id') id: string,
    @Param('reauthorizationId') reauthorizationId: string,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Plain<CommandAnswer>> {
    const type = 'RejectReauthorization';
    return this.decide({ type, id, reauthorizationId, request, reply });
  }

  private async decide({
    type,
    id,
    request,
    reply,
    ...of
  }: Deciding): Promise<Plain<CommandAnswer>> {
    const commandRequest = ledgerCommandRequest(request);
    const reauthorizationId = of.reauthorizationId.toLowerCase();
    const act = { type, data: { reauthorizationId } };
    const executed = await this.commands.execute(
      new ActOnOrder(commandRequest, orderIdOfPath(id), act, 'all'),
    );
    return answerCommand(reply, {
      executed,
      made: { reauthorizationId },
      location: ({ orderId }) => `/v1/orders/${orderId}/reauthorizations/${reauthorizationId}`,
    });
  }
}
