import { Command } from '@nestjs/cqrs';
import type { SettlementExecuted } from '#event-log';
import type { CommandRequest, SettlementReference } from './command-request.js';

/** Corrects a statement that is not what the log says. The caller must act for its store. */
export class CorrectSettlement extends Command<SettlementExecuted> {
  constructor(
    readonly request: CommandRequest,
    readonly settlement: SettlementReference,
    readonly reason: string,
  ) {
    super();
  }
}
