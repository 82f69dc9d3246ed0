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
  /**
   * The orders that the contract knows. With `authorised`, an order that still waits for its
   * payment is answered as "not found".
   */
  readonly knownOrders: 'all' | 'authorised';
}

type LaterCommand = Exclude<OrderCommand, { type: 'RegisterOrder' }>;
type Content<Each extends LaterCommand> = Each extends LaterCommand
  ? Pick<Each, 'type' | 'data'>
  : never;

/**
 * The type and data of a command of the domain. The request adds the rest: order id, time, action
 * id and idempotency key.
 */
export type OrderCommandContent = Content<LaterCommand>;

/** The data of the command with the type `Type`. */
export type DataOf<Type extends LaterCommand['type']> = Extract<
  LaterCommand,
  { type: Type }
>['data'];

/**
 * The base class of all commands on an existing order. The order's `decide` function accepts or
 * rejects them (domain.md).
 */
export abstract class CommandOnOrder extends Command<Executed> {
  /**
   * The id of the capture or refund that the command makes. With an idempotency key every replica
   * derives the same id, so that a repeat is recognised.
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

  /** The request that caused the command. The metrics read the contract's name from it. */
  get request(): CommandRequest {
    return this.target.request;
  }
}

/** Executes commands on existing orders. The caller must have permission for the order's store. */
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
   * The order folded from the log. A caller without permission for the order's store gets a
   * rejection.
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
 * The order, or `undefined` if it does not exist for this contract. Some contracts know no orders
 * that still wait for their payment.
 */
const known = (order: Order | undefined, { knownOrders }: OrderTarget): Order | undefined =>
  knownOrders === 'authorised' && order?.balance.status === 'Pending' ? undefined : order;

/**
 * The handler of every command on an order. Each command has a subclass, because the command bus
 * needs one handler class for each command.
 */
@Injectable()
export abstract class OrderCommandHandler implements ICommandHandler<CommandOnOrder> {
  constructor(private readonly orders: OrderCommands) {}

  execute(command: CommandOnOrder): Promise<Executed> {
    return this.orders.execute(command);
  }
}
