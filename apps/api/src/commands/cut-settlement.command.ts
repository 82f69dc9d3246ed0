import { Command } from '@nestjs/cqrs';
import type { CutMade } from '#event-log';
import type { CommandRequest } from './command-request.js';

/** Cuts a store's settlement now. The caller must act for the store. */
export class CutSettlement extends Command<CutMade> {
  constructor(
    readonly request: CommandRequest,
    readonly account: {
      readonly storeId: string;
      readonly currency: string;
      readonly timeZone: string;
    },
  ) {
    super();
  }
}
