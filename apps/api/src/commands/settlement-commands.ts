import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { LoggedStatements, type SettlementExecuted, SettlementRepository } from '#event-log';
import {
  correctSettlement,
  type Instant,
  payOutSettlement,
  reversePayout,
  type SettlementAccount,
  settlementActionIdOf,
  type SettlementDecision,
  type StatementByLog,
} from '#ledger';
import { type CommandRequest, originOf } from './command-request.js';

/**
 * A settlement id, with the store and the currency that name the settlement's stream in the log.
 */
export interface SettlementReference {
  readonly settlementId: string;
  readonly storeId: string;
  readonly currency: string;
}

/**
 * The base class of all commands on a settlement. The caller must have permission for its store.
 */
export abstract class CommandOnSettlement extends Command<SettlementExecuted> {
  constructor(
    readonly request: CommandRequest,
    readonly settlement: SettlementReference,
  ) {
    super();
  }
}

export interface SettlementInput {
  readonly settlementId: string;
  readonly at: Instant;
  readonly idempotencyKey?: string;
}

type Account = SettlementAccount | undefined;

/**
 * Executes commands on settlements whose range in the log is closed, such as recording a payout.
 */
@Injectable()
export class SettlementCommands {
  constructor(
    private readonly settlements: SettlementRepository,
    private readonly statements: LoggedStatements,
  ) {}

  execute(
    { request, settlement }: CommandOnSettlement,
    action: Parameters<typeof settlementActionIdOf>[1],
    decide: (account: Account, input: SettlementInput) => SettlementDecision,
  ): Promise<SettlementExecuted> {
    const { settlementId, storeId, currency } = settlement;
    const { idempotencyKey, at } = request;
    const stream = { storeId, currency };
    const key = { ...(idempotencyKey !== undefined && { idempotencyKey }) };
    return this.settlements.execute({
      stream,
      actionId: settlementActionIdOf(stream, action, idempotencyKey ?? randomUUID()),
      origin: { ...originOf(request), storeId },
      decide: (account) => decide(account, { settlementId, at, ...key }),
    });
  }

  /** The totals of the settlement, computed again from its captures and refunds in the log. */
  statementOf({ settlementId, ...stream }: SettlementReference): Promise<StatementByLog> {
    const { storeId, currency } = stream;
    return this.statements.of({ storeId, currency }, settlementId);
  }
}

/** Records that a settlement was paid out. */
export class PayOutSettlement extends CommandOnSettlement {
  constructor(
    request: CommandRequest,
    settlement: SettlementReference,
    /** The bank's reference of the payout, and the date of the payment. */
    readonly payment: { readonly reference: string; readonly paidOn?: string },
  ) {
    super(request, settlement);
  }
}

@CommandHandler(PayOutSettlement)
export class PayOutSettlementHandler implements ICommandHandler<PayOutSettlement> {
  constructor(private readonly settlements: SettlementCommands) {}

  async execute(command: PayOutSettlement): Promise<SettlementExecuted> {
    const { reference, paidOn } = command.payment;
    const byLog = await this.settlements.statementOf(command.settlement);
    return this.settlements.execute(command, 'pay-out-settlement', (account, input) =>
      payOutSettlement(account, {
        ...{ ...input, byLog, reference },
        ...(paidOn !== undefined && { paidOn }),
      }),
    );
  }
}

/**
 * Takes back a recorded payout, for example because the bank returned the money. The settlement
 * then counts as unpaid.
 */
export class ReversePayout extends CommandOnSettlement {
  constructor(
    request: CommandRequest,
    settlement: SettlementReference,
    readonly reason: string,
  ) {
    super(request, settlement);
  }
}

@CommandHandler(ReversePayout)
export class ReversePayoutHandler implements ICommandHandler<ReversePayout> {
  constructor(private readonly settlements: SettlementCommands) {}

  execute(command: ReversePayout): Promise<SettlementExecuted> {
    const { reason } = command;
    return this.settlements.execute(command, 'reverse-settlement-payout', (account, input) =>
      reversePayout(account, { ...input, reason }),
    );
  }
}

/** Corrects a settlement whose stated figures differ from those computed from the log. */
export class CorrectSettlement extends CommandOnSettlement {
  constructor(
    request: CommandRequest,
    settlement: SettlementReference,
    readonly reason: string,
  ) {
    super(request, settlement);
  }
}

@CommandHandler(CorrectSettlement)
export class CorrectSettlementHandler implements ICommandHandler<CorrectSettlement> {
  constructor(private readonly settlements: SettlementCommands) {}

  async execute(command: CorrectSettlement): Promise<SettlementExecuted> {
    const { reason, request, settlement } = command;
    const byLog = await this.settlements.statementOf(settlement);
    const by = request.caller.clientId;
    return this.settlements.execute(command, 'correct-settlement', (account, input) =>
      correctSettlement(account, { ...input, byLog, reason, by }),
    );
  }
}
