import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { randomUUID } from 'node:crypto';
import { orderIdsOf } from '#event-log/offline';
import { actionIdOf, decide } from '#ledger';
import type { OrderCommand, RegisterOrderCommand } from '#ledger';
import { OrderRepository, connectEventStore } from '#event-log';
import type { EventStore } from '#event-log';
import { runEventNode } from '../../../event-node/src/main.js';
import type { EventNode } from '../../../event-node/src/main.js';

type Registration = Pick<RegisterOrderCommand, 'at'> & { readonly expiresAt: string };

const store = 'demo-se';
const lastYear: Registration = {
  at: '2025-01-01T12:00:00.000Z',
  expiresAt: '2999-01-01T12:00:00.000Z',
};

/**
 * A log for tests: a real event store node with a separate data folder. Commands are executed in
 * the same way as by the API.
 */
export class TestLog {
  #node: EventNode | undefined;
  #eventStore: EventStore | undefined;
  #repository: OrderRepository | undefined;
  #actions = 0;
  #port = 0;
  readonly orderIds = new Set<string>();

  private constructor(private readonly dataDir: string) {}

  static async start(): Promise<TestLog> {
    const log = new TestLog(await mkdtemp(join(tmpdir(), 'ledger-worker-log-')));
    await log.startNode();
    log.#eventStore = connectEventStore(log.url);
    log.#repository = new OrderRepository(log.#eventStore);
    return log;
  }

  get url(): string {
    return `esdb://127.0.0.1:${this.#port}?tls=false`;
  }

  get orders(): OrderRepository {
    if (this.#repository === undefined) throw new Error('The log was not started');
    return this.#repository;
  }

  async startNode(): Promise<void> {
    this.#node = await runEventNode({ host: '127.0.0.1', port: this.#port, dataDir: this.dataDir });
    this.#port = this.#node.port;
  }

  async stopNode(): Promise<void> {
    await this.#node?.stop();
    this.#node = undefined;
  }

  /** Removes all data, as the loss of a disk does. The node must be stopped. */
  async empty(): Promise<void> {
    await rm(this.dataDir, { recursive: true, force: true });
    this.orderIds.clear();
    this.#repository?.forget();
  }

  /** The names of the streams in the log, without the event store's own streams (`$...`). */
  async streams(): Promise<string[]> {
    const events = (await this.#eventStore?.readLog({ after: -1n, eventsMax: 100 })) ?? [];
    const names = new Set(events.map(({ streamId }) => streamId));
    return [...names].filter((name) => !name.startsWith('$'));
  }

  async remove(): Promise<void> {
    await this.#eventStore?.dispose();
    await this.stopNode();
    await rm(this.dataDir, { recursive: true, force: true });
  }

  /** Registers an authorised order of ten items at 95.00 kr each; returns the order's id. */
  async register(orderNumber: string, { at, expiresAt } = lastYear): Promise<string> {
    const orderId = orderIdsOf(undefined).of(store, orderNumber);
    await this.#execute({
      type: 'RegisterOrder',
      ...this.#action(orderId, at),
      data: {
        storeId: store,
        orderNumber,
        currency: 'SEK',
        salesSegment: 'B2C',
        paymentMethod: 'invoice',
        rows: [{ description: 'Shoes', unitPrice: 9_500, quantity: 10, vatRate: 25 }],
        expiresAt,
        authorization: { status: 'authorized' },
      },
    });
    this.orderIds.add(orderId);
    return orderId;
  }

  /**
   * Registers an authorised card order of 285.00 kr, with or without a payment intent; returns the
   * order's id.
   */
  async registerCard(
    orderNumber: string,
    paymentIntent?: string,
    storeId = store,
  ): Promise<string> {
    return this.#registerCard(orderNumber, {
      authorization: { status: 'authorized', ...(paymentIntent && { paymentIntent }) },
      storeId,
    });
  }

  /**
   * Registers a card order of 285.00 kr whose payment a checkout has begun; returns the order's id.
   */
  async beginCheckout(
    orderNumber: string,
    paymentIntent: string,
    expiresAt = lastYear.expiresAt,
  ): Promise<string> {
    const authorization = { status: 'pending' } as const;
    const orderId = await this.#registerCard(orderNumber, { authorization, expiresAt });
    await this.#execute({
      ...{ type: 'CreateCheckoutIntent', ...this.#action(orderId, lastYear.at) },
      data: { paymentIntent },
    });
    return orderId;
  }

  /** Pays a pending order by a method without a gateway. */
  async payOffline(orderId: string): Promise<void> {
    await this.#execute({
      ...{ type: 'AuthorizeOrder', ...this.#action(orderId, lastYear.at) },
      data: { outcome: 'authorized', paymentMethod: 'invoice', offlineMethod: 'bacs' },
    });
  }

  async #registerCard(
    orderNumber: string,
    given: Pick<RegisterOrderCommand['data'], 'authorization'> &
      Partial<Pick<RegisterOrderCommand['data'], 'expiresAt' | 'storeId'>>,
  ): Promise<string> {
    const orderId = orderIdsOf(undefined).of(given.storeId ?? store, orderNumber);
    await this.#execute({
      type: 'RegisterOrder',
      ...this.#action(orderId, lastYear.at),
      data: {
        ...{ storeId: store, orderNumber, currency: 'SEK', salesSegment: 'B2C' },
        paymentMethod: 'card',
        rows: [{ description: 'Shoes', unitPrice: 9_500, quantity: 3, vatRate: 25 }],
        expiresAt: lastYear.expiresAt,
        ...given,
      },
    });
    this.orderIds.add(orderId);
    return orderId;
  }

  async refund(orderId: string, amount: number): Promise<bigint> {
    const value = { unit: 'minor', value: amount } as const;
    return this.#execute({
      type: 'RefundOrder',
      ...this.#action(orderId, lastYear.at),
      data: { amount: value, items: [] },
    });
  }

  async cancel(orderId: string): Promise<bigint> {
    return this.#execute({ type: 'CancelOrder', ...this.#action(orderId, lastYear.at), data: {} });
  }

  /**
   * Captures an amount in minor units. `recordedAt` is the time of the capture by the API's clock.
   * Returns the position that the read model must reach to show the capture.
   */
  async capture(orderId: string, amount: number, recordedAt?: string): Promise<bigint> {
    const command: OrderCommand = {
      type: 'RequestCapture',
      ...this.#action(orderId, lastYear.at),
      data: { amount: { unit: 'minor', value: amount }, items: [], replaceItems: false },
    };
    return this.#execute(command, recordedAt);
  }

  /**
   * Changes the authorised amount of an order: one row with this price replaces the uncaptured
   * rows.
   */
  async reauthorize(orderId: string, amount: number): Promise<bigint> {
    const unitPrice = { unit: 'minor', value: amount } as const;
    const row = { description: 'Shoes', unitPrice, quantity: 1, vatRate: 25 };
    return this.#execute({
      type: 'ReauthorizeOrder',
      ...this.#action(orderId, lastYear.at),
      data: { amount: { unit: 'minor', value: amount }, items: [row] },
    });
  }

  async extend(orderId: string): Promise<bigint> {
    return this.#execute({ type: 'ExtendOrder', ...this.#action(orderId, lastYear.at), data: {} });
  }

  async #execute(command: OrderCommand, recordedAt = new Date().toISOString()): Promise<bigint> {
    const executed = await this.orders.execute({
      orderId: command.orderId,
      actionId: command.actionId,
      decide: (order) => decide(order, command),
      origin: {
        clientId: 'shop-a',
        contract: 'ledger',
        endpoint: 'test',
        correlationId: randomUUID(),
        recordedAt,
      },
    });
    if (executed.kind === 'rejected') throw new Error(`${command.type}: ${executed.code}`);
    return executed.position;
  }

  #action(orderId: string, at: string): { orderId: string; at: string; actionId: string } {
    this.#actions += 1;
    return { orderId, at, actionId: actionIdOf(orderId, 'capture', `action ${this.#actions}`) };
  }
}
