import { Command } from '@nestjs/cqrs';
import type { Executed } from '#event-log';
import { actionOf } from '#ledger';
import type { OrderCommand } from '#ledger';
import { actionId, type CommandRequest } from './command-request.js';

/** The order that a command changes, and the request that asks for it. */
export interface OrderTarget {
  readonly request: CommandRequest;
  /** A UUID, lower case. */
  readonly orderId: string;
  /** `authorised`: for this contract an order that still waits for its payment does not exist. */
  readonly knownOrders: 'all' | 'authorised';
}

type LaterCommand = Exclude<OrderCommand, { type: 'RegisterOrder' }>;
type Content<Each extends LaterCommand> = Each extends LaterCommand
  ? Pick<Each, 'type' | 'data'>
  : never;

/** A command of the domain without what the request adds: order, time, id and key. */
export type OrderCommandContent = Content<LaterCommand>;

/** The content of the command of that type. */
export type DataOf<Type extends LaterCommand['type']> = Extract<
  LaterCommand,
  { type: Type }
>['data'];

/** The base of all commands on an existing order; the order decides (domain.md). */
export abstract class CommandOnOrder extends Command<Executed> {
  /** Names what the command makes: a capture, a refund. With a key any replica has the same id. */
  readonly actionId: string;

  constructor(
    readonly target: OrderTarget,
    readonly change: OrderCommandContent,
  ) {
    super();
    const { orderId, request } = target;
    this.actionId = actionId(orderId, actionOf[change.type], request.idempotencyKey);
  }

  /** For metrics: the contract that asks. */
  get request(): CommandRequest {
    return this.target.request;
  }
}
