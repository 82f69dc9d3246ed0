import { Command } from '@nestjs/cqrs';
import type { SettlementExecuted } from '#event-log';
import type { CommandRequest, SettlementReference } from './command-request.js';

/** Takes back the payout of a settlement. The caller must act for its store. */
export class ReversePayout extends Command<SettlementExecuted> {
  constructor(
    readonly request: CommandRequest,
    readonly settlement: SettlementReference,
    readonly reason: string,
  ) {
    super();
  }
}
