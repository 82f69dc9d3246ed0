import { Body, Controller, HttpCode, Param, Post, Req, Res, UseGuards } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { actsFor, StoreDirectory } from '#access';
import { RequireScope } from '../../../contract-kit/require-scope.js';
import { CorrectSettlement } from '../../../commands/correct-settlement.js';
import { CutSettlement } from '../../../commands/cut-settlement.js';
import { PayOutSettlement } from '../../../commands/pay-out-settlement.js';
import { ReversePayout } from '../../../commands/reverse-payout.js';
import type { Plain } from '../../../contract-kit/plain.js';
import { JsonBodyPipe } from '../../../contract-kit/body/json-body.js';
import { ledgerBodyRules } from '../ledger-body-rules.js';
import { problems } from '../problems/problems.js';
import { ledgerCommandRequest } from '../requests/ledger-target.js';
import { JsonContentGuard } from '../requests/content-type.guard.js';
import {
  DescribeCut,
  DescribePayout,
  DescribeCorrection,
  DescribePayoutReversal,
} from './describe-settlement-commands.js';
import { VisibleSettlements } from './visible-settlements.js';
import {
  answerSettlement,
  type SettlementAnswer,
  CorrectionRequest,
  PayoutRequest,
  PayoutReversalRequest,
  SettlementRequest,
} from './settlement-commands.dto.js';

/** Cutting and paying out, of the stores that the client acts for. */
@Controller('v1/settlements')
@RequireScope('admin')
@UseGuards(JsonContentGuard)
export class LedgerSettlementCommandsController {
  constructor(
    private readonly commands: CommandBus,
    private readonly stores: StoreDirectory,
    private readonly settlements: VisibleSettlements,
  ) {}

  @Post()
  @HttpCode(202)
  @DescribeCut()
  async cut(
    @Body(new JsonBodyPipe(SettlementRequest, ledgerBodyRules)) body: SettlementRequest,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Plain<SettlementAnswer>> {
    const commandRequest = ledgerCommandRequest(request);
    const { caller } = commandRequest;
    const store = actsFor(caller, body.store) ? await this.stores.find(body.store) : undefined;
    if (store === undefined) throw problems.storeNotFound();
    const { storeId, timeZone } = store;
    const account = { storeId, timeZone, currency: body.currency ?? store.currency };
    const executed = await this.commands.execute(new CutSettlement(commandRequest, account));
    return answerSettlement(reply, executed);
  }

  @Post(':id/correction')
  @HttpCode(202)
  @DescribeCorrection()
  async correct(
    @Body(new JsonBodyPipe(CorrectionRequest, ledgerBodyRules)) body: CorrectionRequest,
    @Param('id') id: string,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Plain<SettlementAnswer>> {
    const commandRequest = ledgerCommandRequest(request);
    const settlement = await this.settlements.find(commandRequest.caller, id);
    const command = new CorrectSettlement(commandRequest, settlement, body.reason);
    return answerSettlement(reply, await this.commands.execute(command));
  }

  @Post(':id/payout')
  @HttpCode(202)
  @DescribePayout()
  async payOut(
    @Body(new JsonBodyPipe(PayoutRequest, ledgerBodyRules)) body: PayoutRequest,
    @Param('id') id: string,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Plain<SettlementAnswer>> {
    const commandRequest = ledgerCommandRequest(request);
    const settlement = await this.settlements.find(commandRequest.caller, id);
    const command = new PayOutSettlement(commandRequest, settlement, body);
    return answerSettlement(reply, await this.commands.execute(command));
  }

  @Post(':id/payout/reversal')
  @HttpCode(202)
  @DescribePayoutReversal()
  async reversePayout(
    @Body(new JsonBodyPipe(PayoutReversalRequest, ledgerBodyRules)) body: PayoutReversalRequest,
    @Param('id') id: string,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Plain<SettlementAnswer>> {
    const commandRequest = ledgerCommandRequest(request);
    const settlement = await this.settlements.find(commandRequest.caller, id);
    const command = new ReversePayout(commandRequest, settlement, body.reason);
    return answerSettlement(reply, await this.commands.execute(command));
  }
}
