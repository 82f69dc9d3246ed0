import { CommandHandler } from '@nestjs/cqrs';
import type { ICommandHandler } from '@nestjs/cqrs';
import type { SettlementExecuted } from '#event-log';
import { payOutSettlement } from '#ledger';
import type { CommandRequest } from './command-request.js';
import { CommandOnSettlement, SettlementCommands } from './settlement-commands.js';
import type { SettlementReference } from './settlement-commands.js';

/** Records that a settlement was paid out. */
export class PayOutSettlement extends CommandOnSettlement {
  constructor(
    request: CommandRequest,
    settlement: SettlementReference,
    /** The bank's reference of the payment, and its date. */
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
