import { Command } from '@nestjs/cqrs';
import type { Executed } from '#event-log';
import type { RequestCapture } from '#ledger';
import type { CommandRequest } from './command-request.js';

/** Captures an order as a contract asked for it; which of the four modes it is, the order decides (domain.md). */
export class CaptureOrder extends Command<Executed> {
  constructor(
    readonly request: CommandRequest,
    readonly orderId: string,
    readonly capture: RequestCapture['data'],
    /** `authorised`: for this contract an order that still waits for its payment does not exist. */
    readonly knownOrders: 'all' | 'authorised',
  ) {
    super();
  }
}
