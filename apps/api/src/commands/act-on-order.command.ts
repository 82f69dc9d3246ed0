import { Command } from '@nestjs/cqrs';
import type { Executed } from '#event-log';
import { actionOf } from '#ledger';
import type { OrderCommand } from '#ledger';
import { actionId } from './action-id.js';
import type { CommandRequest } from './command-request.js';

type Asked<Each extends OrderCommand> = Each extends OrderCommand
  ? Pick<Each, 'type' | 'data'>
  : never;

/** What a contract can ask of an order that is there: what it is, and its content. */
export type OrderAct = Asked<
  Exclude<
    OrderCommand,
    { type: 'RegisterOrder' | 'AuthorizeOrder' | 'SettleCapture' | 'FailCapture' | 'ExpireOrder' }
  >
>;

/** Captures, refunds, cancels an order, or whatever else a contract asked for; the order decides (domain.md). */
export class ActOnOrder extends Command<Executed> {
  /** Names what the command makes: a capture, a refund. With an idempotency key any replica has the same. */
  readonly actionId: string;

  constructor(
    readonly request: CommandRequest,
    readonly orderId: string,
    readonly act: OrderAct,
    /** `authorised`: for this contract an order that still waits for its payment does not exist. */
    readonly knownOrders: 'all' | 'authorised',
  ) {
    super();
    this.actionId = actionId(orderId, actionOf[act.type], request.idempotencyKey);
  }
}
