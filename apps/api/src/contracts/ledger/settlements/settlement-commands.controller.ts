import { Body, Controller, HttpCode, Param, Post, Req, Res, UseGuards } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { actsFor, StoreDirectory } from '#access';
import { RequireScope } from '../../../contract-kit/require-scope.js';
import {
  CorrectSettlement,
  PayOutSettlement,
  ReversePayout,
} from '../../../commands/settlement-commands.js';
import { CutSettlement } from '../../../commands/cut-settlement.js';
import type { Plain } from '../../../contract-kit/describe.js';
import { JsonBodyPipe } from '../../../contract-kit/body/json-body.js';
import { ledgerBodyRules, JsonContentGuard } from '../requests/bodies.js';
import { problems } from '../problems/problems.js';
import { VisibleSettlements } from './visible-settlements.js';
import { DescribeCall, acceptedHeaders } from '../requests/describe.js';
import { ledgerCommandRequest, idempotencyKeyHeader } from '../requests/ledger-target.js';
import {
  answerSettlement,
  SettlementAnswer,
  CorrectionRequest,
  PayoutRequest,
  PayoutReversalRequest,
  SettlementRequest,
} from './settlement-commands.dto.js';

const commandProblems = [
  'TOO_MANY_CONFLICTS',
  'SETTLEMENTS_DAMAGED',
  'LOG_MISMATCH',
  'OUTCOME_UNKNOWN',
  'PAYLOAD_TOO_LARGE',
  'UNSUPPORTED_MEDIA_TYPE',
  'IDEMPOTENCY_KEY_REUSED',
];

const DescribeSettlementCommand = ({
  problems,
  ...words
}: Pick<Parameters<typeof DescribeCall>[0], 'summary' | 'description' | 'body'> & {
  readonly problems: readonly string[];
}): MethodDecorator =>
  DescribeCall({
    ...words,
    headers: [idempotencyKeyHeader],
    status: 202,
    answer: SettlementAnswer,
    answerHeaders: acceptedHeaders,
    problems: [...problems, ...commandProblems],
  });

/**
 * Closes settlements, and records their payouts and corrections, for stores that the client acts
 * for.
 */
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
  @DescribeSettlementCommand({
    summary: 'Cut a settlement now',
    description:
      'Settles every capture and refund of the store and currency that is in the log and ' +
      'in no settlement yet. The statement follows a moment later. Needs `admin`.',
    body: SettlementRequest,
    problems: ['STORE_NOT_FOUND', 'SETTLEMENT_NOTHING_TO_SETTLE'],
  })
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
  @DescribeSettlementCommand({
    summary: 'Correct a statement that differs from the log',
    description:
      'The new figures are computed from the log and cannot be given by the caller. The old figures stay in the ' +
      'log and are shown with the new ones. What the difference means for the balance: ' +
      'docs/settlements.md, "Corrections". Needs `admin`.',
    body: CorrectionRequest,
    problems: [
      'SETTLEMENT_NOT_FOUND',
      'SETTLEMENT_NOT_STATED',
      'SETTLEMENT_NOTHING_TO_CORRECT',
      'SETTLEMENT_LINES_UNREADABLE',
    ],
  })
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
  @DescribeSettlementCommand({
    summary: 'Record that a settlement was paid out',
    description:
      "`paidOn` is the bank's date. A payout that failed can be taken back. " + 'Needs `admin`.',
    body: PayoutRequest,
    problems: [
      'SETTLEMENT_NOT_FOUND',
      'SETTLEMENT_NOT_STATED',
      'SETTLEMENT_ALREADY_PAID_OUT',
      'SETTLEMENT_NOTHING_TO_PAY_OUT',
      'SETTLEMENT_STATEMENT_DIFFERS',
      'SETTLEMENT_LINES_UNREADABLE',
      'SETTLEMENT_PAYOUT_TOO_EARLY',
      'SETTLEMENT_PAYOUT_IN_FUTURE',
    ],
  })
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
  @DescribeSettlementCommand({
    summary: "Take a settlement's payout back",
    description:
      'The payout stays in the log; the settlement is as before the payout and can be paid out again. ' +
      'Needs `admin`.',
    body: PayoutReversalRequest,
    problems: ['SETTLEMENT_NOT_FOUND', 'SETTLEMENT_NOT_PAID_OUT'],
  })
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
