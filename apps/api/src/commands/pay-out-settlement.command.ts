import { Command } from '@nestjs/cqrs';
import type { SettlementExecuted } from '#event-log';
import type { CommandRequest, SettlementReference } from './command-request.js';

/** Records that a settlement was paid out. The caller must act for its store. */
export class PayOutSettlement extends Command<SettlementExecuted> {
  constructor(
    readonly request: CommandRequest,
    readonly settlement: SettlementReference,
    /** How the bank knows the payment, and its date. */
    readonly payment: { readonly reference: string; readonly paidOn?: string },
  ) {
    super();
  }
}
