import { CommandHandler } from '@nestjs/cqrs';
import type { ICommandHandler } from '@nestjs/cqrs';
import type { SettlementExecuted } from '#event-log';
import { correctSettlement } from '#ledger';
import type { CommandRequest } from './command-request.js';
import { CommandOnSettlement, SettlementCommands } from './settlement-commands.js';
import type { SettlementReference } from './settlement-commands.js';

/** Corrects a statement that is not what the log says. */
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
