import { Command, CommandHandler } from '@nestjs/cqrs';
import type { ICommandHandler } from '@nestjs/cqrs';
import { LedgerIdentity, OrderRepository } from '#event-log';
import type { Executed } from '#event-log';
import { decide } from '#ledger';
import type { OrderCommand, Rejected } from '#ledger';
import type { Customer } from '#personal-data';
import { LedgerState } from '../services/ledger-state.js';
import { actionId, originOf, type CommandRequest } from './command-request.js';
import { CustomerSealing } from './customer-sealing.js';
import { OrderPayments } from './order-payments.js';

type Registration = Extract<OrderCommand, { type: 'RegisterOrder' }>;

/** Registers an order of one of the caller's stores. */
export class RegisterOrder extends Command<Executed> {
  constructor(
    readonly request: CommandRequest,
    readonly registration: Registration['data'],
    /** The customer in plain text. The log stores the customer only encrypted. */
    readonly customer?: Customer,
  ) {
    super();
  }
}

@CommandHandler(RegisterOrder)
export class RegisterOrderHandler implements ICommandHandler<RegisterOrder> {
  constructor(
    private readonly orders: OrderRepository,
    private readonly customers: CustomerSealing,
    private readonly identity: LedgerIdentity,
    private readonly ledger: LedgerState,
    private readonly payments: OrderPayments,
  ) {}

  async execute({ request, registration, customer }: RegisterOrder): Promise<Executed> {
    // The request names the store, so the caller's permission is checked without reading the order.
    if (!request.caller.stores.includes(registration.storeId)) return ofOtherStore;
    // Order ids are derived from a random namespace, and an event in the log holds this namespace.
    // An error here is ignored, because the append below fails too if the log does not answer.
    await this.ledger.proved().catch(() => undefined);
    const orderIds = await this.identity.load();
    const orderId = orderIds.of(registration.storeId, registration.orderNumber);
    await this.ledger.assertSound(orderId);
    const { idempotencyKey } = request;
    const plain: Registration = {
      type: 'RegisterOrder',
      orderId,
      at: request.at,
      actionId: actionId(orderId, 'register', idempotencyKey),
      data: registration,
      ...(idempotencyKey !== undefined && { idempotencyKey }),
    };
    const refused = await this.paymentRefused(plain);
    if (refused !== undefined) return refused;
    const command = await this.withCustomer(plain, customer);
    return this.orders.execute({
      orderId,
      actionId: command.actionId,
      origin: { ...originOf(request), storeId: registration.storeId },
      decide: (order) => decide(order, command),
    });
  }

  /**
   * The reason why the named payment intent cannot pay the order, or `undefined`. If an order with
   * this number exists, the gateway is not asked, because the registration is a repeat or will be
   * refused.
   */
  private async paymentRefused(command: Registration): Promise<Rejected | undefined> {
    const { authorization, rows, currency } = command.data;
    if (authorization.status !== 'authorized' || authorization.paymentIntent === undefined) return;
    if ((await this.orders.load(command.orderId)) !== undefined) return;
    const decision = decide(undefined, command);
    if (decision.kind === 'rejected') return decision;
    const total = rows.reduce((sum, { unitPrice, quantity }) => sum + unitPrice * quantity, 0);
    const { orderId } = command;
    return this.payments.refusal({ orderId, total, currency }, authorization.paymentIntent);
  }

  /**
   * The command with the customer encrypted. Encryption gives other bytes each time, so it happens
   * once, before the first decision. If the decision is retried, it must give the same event.
   */
  private async withCustomer(
    command: Registration,
    customer: Customer | undefined,
  ): Promise<Registration> {
    if (customer === undefined) return command;
    const sealed = await this.customers.seal(command, customer);
    return { ...command, data: { ...command.data, customer: sealed } };
  }
}

const ofOtherStore: Executed = {
  kind: 'rejected',
  code: 'ORDER_OF_OTHER_STORE',
  detail: 'The client may not act for this store.',
};
