import { randomUUID } from 'node:crypto';
import { CommandHandler } from '@nestjs/cqrs';
import type { ICommandHandler } from '@nestjs/cqrs';
import { SettlementRepository, StatementsOfLog } from '#event-log';
import type { SettlementExecuted } from '#event-log';
import { correctSettlement, settlementActionIdOf } from '#ledger';
import { CorrectSettlement } from './correct-settlement.command.js';
import { originOf } from './origin-of.js';

@CommandHandler(CorrectSettlement)
export class CorrectSettlementHandler implements ICommandHandler<CorrectSettlement> {
  constructor(
    private readonly settlements: SettlementRepository,
    private readonly statements: StatementsOfLog,
  ) {}

  async execute({ request, settlement, reason }: CorrectSettlement): Promise<SettlementExecuted> {
    const { settlementId, storeId, currency } = settlement;
    const { idempotencyKey, at } = request;
    const stream = { storeId, currency };
    const byLog = await this.statements.of(stream, settlementId);
    const origin = originOf(request);
    return this.settlements.execute({
      stream,
      actionId: settlementActionIdOf(stream, 'correct-settlement', idempotencyKey ?? randomUUID()),
      origin: { ...origin, storeId },
      decide: (account) =>
        correctSettlement(account, {
          ...{ settlementId, at, byLog, reason, by: origin.clientId },
          ...(idempotencyKey !== undefined && { idempotencyKey }),
        }),
    });
  }
}
