import { randomUUID } from 'node:crypto';
import { CommandHandler } from '@nestjs/cqrs';
import type { ICommandHandler } from '@nestjs/cqrs';
import { SettlementRepository, StatementsOfLog } from '#event-log';
import type { SettlementExecuted } from '#event-log';
import { payOutSettlement, settlementActionIdOf } from '#ledger';
import { originOf } from './origin-of.js';
import { PayOutSettlement } from './pay-out-settlement.command.js';

@CommandHandler(PayOutSettlement)
export class PayOutSettlementHandler implements ICommandHandler<PayOutSettlement> {
  constructor(
    private readonly settlements: SettlementRepository,
    private readonly statements: StatementsOfLog,
  ) {}

  async execute({ request, settlement, payment }: PayOutSettlement): Promise<SettlementExecuted> {
    const { settlementId, storeId, currency } = settlement;
    const { idempotencyKey, at } = request;
    const stream = { storeId, currency };
    const key = idempotencyKey ?? randomUUID();
    const byLog = await this.statements.of(stream, settlementId);
    return this.settlements.execute({
      stream,
      actionId: settlementActionIdOf(stream, 'pay-out-settlement', key),
      origin: { ...originOf(request), storeId },
      decide: (account) =>
        payOutSettlement(account, {
          settlementId,
          at,
          byLog,
          reference: payment.reference,
          ...(payment.paidOn !== undefined && { paidOn: payment.paidOn }),
          ...(idempotencyKey !== undefined && { idempotencyKey }),
        }),
    });
  }
}
