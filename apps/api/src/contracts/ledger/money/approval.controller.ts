import { Controller, HttpCode, Param, Post, Req, Res, UseGuards } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Executed } from '#event-log';
import { RequireScope } from '../../../contract-kit/require-scope.js';
import { ApproveReauthorization } from '../../../commands/approve-reauthorization.js';
import { RejectReauthorization } from '../../../commands/reject-reauthorization.js';
import type { Plain } from '../../../contract-kit/plain.js';
import { NoBodyGuard } from '../../../contract-kit/body/json-body.js';
import { answerCommand, type CommandAnswer } from '../requests/command-answer.js';
import { ledgerTarget } from '../requests/ledger-target.js';
import { DescribeApprove, DescribeReject } from './describe-reauthorizations.js';

/** Answers reauthorisations that wait for somebody. The requests have nothing to say. */
@Controller('v1/orders/:id/reauthorizations/:reauthorizationId')
@UseGuards(NoBodyGuard)
export class LedgerApprovalController {
  constructor(private readonly commands: CommandBus) {}

  @Post('approve')
  @HttpCode(202)
  @RequireScope('orders:write')
  @DescribeApprove()
  async approve(
    @Param('id') id: string,
    @Param('reauthorizationId') reauthorizationId: string,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Plain<CommandAnswer>> {
    const approval = { reauthorizationId: reauthorizationId.toLowerCase() };
    const command = new ApproveReauthorization(ledgerTarget(request, id), approval);
    return answerDecided(reply, approval, await this.commands.execute(command));
  }

  @Post('reject')
  @HttpCode(202)
  @RequireScope('orders:write')
  @DescribeReject()
  async reject(
    @Param('id') id: string,
    @Param('reauthorizationId') reauthorizationId: string,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Plain<CommandAnswer>> {
    const rejection = { reauthorizationId: reauthorizationId.toLowerCase() };
    const command = new RejectReauthorization(ledgerTarget(request, id), rejection);
    return answerDecided(reply, rejection, await this.commands.execute(command));
  }
}

const answerDecided = (
  reply: FastifyReply,
  made: { readonly reauthorizationId: string },
  executed: Executed,
): Plain<CommandAnswer> =>
  answerCommand(reply, {
    executed,
    made,
    location: ({ orderId }) => `/v1/orders/${orderId}/reauthorizations/${made.reauthorizationId}`,
  });
