import { Command } from '@nestjs/cqrs';
import type { SettlementExecuted } from '#event-log';
import type { CommandRequest } from './command-request.js';

/** Takes back the payout of a settlement. The caller must act for its store. */
export class ReversePayout extends Command<SettlementExecuted> {
  constructor(
    readonly request: CommandRequest,
    readonly settlement: {
      readonly settlementId: string;
      readonly storeId: string;
      readonly currency: string;
    },
    readonly reason: string,
  ) {
    super();
  }
}
