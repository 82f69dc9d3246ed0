import { CommandHandler } from '@nestjs/cqrs';
import type { ICommandHandler } from '@nestjs/cqrs';
import type { SettlementExecuted } from '#event-log';
import { reversePayout } from '#ledger';
import type { CommandRequest } from './command-request.js';
import { CommandOnSettlement, SettlementCommands } from './settlement-commands.js';
import type { SettlementReference } from './settlement-commands.js';

/** Takes back the payout of a settlement. */
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
