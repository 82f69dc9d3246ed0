import { randomUUID } from 'node:crypto';
import { CommandHandler } from '@nestjs/cqrs';
import type { ICommandHandler } from '@nestjs/cqrs';
import { SettlementRepository } from '#event-log';
import type { SettlementExecuted } from '#event-log';
import { reversePayout, settlementActionIdOf } from '#ledger';
import { originOf } from './origin-of.js';
import { ReversePayout } from './reverse-payout.command.js';

@CommandHandler(ReversePayout)
export class ReversePayoutHandler implements ICommandHandler<ReversePayout> {
  constructor(private readonly settlements: SettlementRepository) {}

  execute({ request, settlement, reason }: ReversePayout): Promise<SettlementExecuted> {
    const { settlementId, storeId, currency } = settlement;
    const { idempotencyKey, at } = request;
    const stream = { storeId, currency };
    const key = idempotencyKey ?? randomUUID();
    return this.settlements.execute({
      stream,
      actionId: settlementActionIdOf(stream, 'reverse-settlement-payout', key),
      origin: { ...originOf(request), storeId },
      decide: (account) =>
        reversePayout(account, {
          settlementId,
          at,
          reason,
          ...(idempotencyKey !== undefined && { idempotencyKey }),
        }),
    });
  }
}
