import { Command } from '@nestjs/cqrs';
import type { SettlementExecuted } from '#event-log';
import type { CommandRequest } from './command-request.js';

/** Corrects a statement that is not what the log says. The caller must act for its store. */
export class CorrectSettlement extends Command<SettlementExecuted> {
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
