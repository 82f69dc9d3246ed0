import { Injectable } from '@nestjs/common';
import { Command, type ICommandHandler } from '@nestjs/cqrs';
import { type Executed, OrderRepository } from '#event-log';
import {
  actionOf,
  decide,
  type Order,
  type OrderCommand,
  orderNotFound,
  orderOfOtherStore,
  permitted,
  type Rejected,
} from '#ledger';
import { LedgerState } from '../services/ledger-state.js';
import { actionId, type CommandRequest, originOf } from './command-request.js';

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

/** A command of the domain without the members that the request adds: order, time, id and key. */
export type OrderCommandContent = Content<LaterCommand>;

/** The content of the command of that type. */
export type DataOf<Type extends LaterCommand['type']> = Extract<
  LaterCommand,
  { type: Type }
>['data'];

/** The base of all commands on an existing order; the order decides (domain.md). */
export abstract class CommandOnOrder extends Command<Executed> {
  /**
   * The id of the capture or refund that the command makes. With an idempotency key every replica
   * of the service derives the same id.
   */
  readonly actionId: string;

  constructor(
    readonly target: OrderTarget,
    readonly change: OrderCommandContent,
  ) {
    super();
    const { orderId, request } = target;
    this.actionId = actionId(orderId, actionOf[change.type], request.idempotencyKey);
  }

  /** The request that the command comes from; metrics read the contract's name from the request. */
  get request(): CommandRequest {
    return this.target.request;
  }
}

/** Executes commands on existing orders, for callers who may act for the order's store. */
@Injectable()
export class OrderCommands {
  constructor(
    private readonly orders: OrderRepository,
    private readonly ledger: LedgerState,
  ) {}

  async execute(command: CommandOnOrder): Promise<Executed> {
    return this.onSound(command.target, async () => this.executeOnSound(command));
  }

  /**
   * The order folded from the log, or a rejection if the caller may not act for the order's store.
   */
  async find(target: OrderTarget): Promise<Order | Rejected> {
    return this.onSound(target, async () => {
      const order = known((await this.orders.load(target.orderId))?.order, target);
      if (order === undefined) return orderNotFound;
      const isOwn = target.request.caller.stores.includes(order.balance.storeId);
      return isOwn ? order : orderOfOtherStore;
    });
  }

  private async onSound<Result>(
    { orderId, request, knownOrders }: OrderTarget,
    work: () => Promise<Result>,
  ): Promise<Result | Rejected> {
    try {
      await this.ledger.assertSound(orderId);
      return await work();
    } catch (error) {
      const hidden = await this.ledger.hiddenDamage(error, request.caller, orderId);
      if (hidden === undefined) throw error;
      const isKnown = knownOrders === 'all' || hidden.status !== 'Pending';
      return isKnown ? orderOfOtherStore : orderNotFound;
    }
  }

  private executeOnSound({ target, change, actionId }: CommandOnOrder): Promise<Executed> {
    const { request, orderId } = target;
    const { idempotencyKey } = request;
    const command: OrderCommand = {
      ...change,
      orderId,
      at: request.at,
      actionId,
      ...(idempotencyKey !== undefined && { idempotencyKey }),
    };
    const stores = new Set(request.caller.stores);
    return this.orders.execute({
      orderId,
      actionId,
      origin: originOf(request),
      decide: (order) => permitted(known(order, target), stores, (own) => decide(own, command)),
    });
  }
}

/**
 * The order as the contract sees it: for some contracts an order that waits for its payment does
 * not exist.
 */
const known = (order: Order | undefined, { knownOrders }: OrderTarget): Order | undefined =>
  knownOrders === 'authorised' && order?.balance.status === 'Pending' ? undefined : order;

/** Handles any command on an order; each command names its own handler on the command bus. */
@Injectable()
export abstract class OrderCommandHandler implements ICommandHandler<CommandOnOrder> {
  constructor(private readonly orders: OrderCommands) {}

  execute(command: CommandOnOrder): Promise<Executed> {
    return this.orders.execute(command);
  }
}
