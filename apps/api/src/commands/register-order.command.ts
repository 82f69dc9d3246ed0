import { Command } from '@nestjs/cqrs';
import type { Executed } from '#event-log';
import type { RegisterOrder as Registration } from '#ledger';
import type { Customer } from '#personal-data';
import type { CommandRequest } from './command-request.js';

/** Registers an order of one of the caller's stores. */
export class RegisterOrder extends Command<Executed> {
  constructor(
    readonly request: CommandRequest,
    readonly registration: Registration['data'],
    /** In clear: it goes into the log sealed, and nowhere else. */
    readonly customer?: Customer,
  ) {
    super();
  }
}
