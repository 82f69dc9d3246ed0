import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Command } from '@nestjs/cqrs';
import { SettlementRepository, LoggedStatements } from '#event-log';
import type { SettlementExecuted } from '#event-log';
import { settlementActionIdOf } from '#ledger';
import type { Instant, SettlementAccount, SettlementDecision, StatementByLog } from '#ledger';
import { originOf } from './command-request.js';
import type { CommandRequest } from './command-request.js';

/** A settlement, and the store and currency whose stream it is in. */
export interface SettlementReference {
  readonly settlementId: string;
  readonly storeId: string;
  readonly currency: string;
}

/** The base of all commands on a settlement. The caller must act for its store. */
export abstract class CommandOnSettlement extends Command<SettlementExecuted> {
  constructor(
    readonly request: CommandRequest,
    readonly settlement: SettlementReference,
  ) {
    super();
  }
}

/** The input of a decision on a settlement. */
export interface SettlementInput {
  readonly settlementId: string;
  readonly at: Instant;
  readonly idempotencyKey?: string;
}

type Account = SettlementAccount | undefined;

/** Executes commands on settlements that were cut. */
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

  /** The figures of the settlement by the log. */
  statementOf({ settlementId, ...stream }: SettlementReference): Promise<StatementByLog> {
    const { storeId, currency } = stream;
    return this.statements.of({ storeId, currency }, settlementId);
  }
}
