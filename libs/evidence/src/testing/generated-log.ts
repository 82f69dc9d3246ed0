import {
  chainStart,
  eventIdOf,
  identityStream,
  identityType,
  linkOf,
  type RecordedEvent,
  settlementStreamOf,
  type StoredEvent,
} from '#event-log/offline';
import {
  actionIdOf,
  closeSettlement,
  decide,
  evolve,
  evolveSettlement,
  type Order,
  type OrderCommand,
  OrderIds,
  payOutSettlement,
  reversePayout,
  type SettlementAccount,
  type SettlementDecision,
  settlementLineOf,
  StatementSum,
  stateSettlement,
} from '#ledger';
import { testOrderIds } from '../../../ledger/src/testing/demo-order.js';
import { Sealer, type SealPace, type SealStore } from '../seals/sealer.js';

interface Known {
  readonly order: Order;
  readonly chain: string;
}

const at = '2026-03-01T12:00:00.000Z';
const stride = 100n;

/** A log in memory, with events as the ledger writes them, for specs and measurements. */
export class GeneratedLog implements SealStore {
  readonly events: StoredEvent[] = [];
  readonly #orders = new Map<string, Known>();
  readonly #sealer: Sealer;
  readonly #settlements = new GeneratedSettlements();

  readonly #orderIds: OrderIds;

  /**
   * With a namespace of order ids, the log begins with an identity event that states it. Without a
   * namespace, the log is like that of an older ledger, which has no identity event.
   */
  constructor(pace: SealPace = { sealEvents: 10_000, sealMs: 3_600_000 }, namespace?: string) {
    this.#orderIds = namespace === undefined ? testOrderIds : new OrderIds(namespace);
    if (namespace !== undefined) this.#add(identityEvent(namespace));
    this.#sealer = new Sealer(this, pace, () => new Date(at));
  }

  get end(): bigint {
    return this.events.at(-1)?.position?.commit ?? -1n;
  }

  /**
   * Registers an order of `captures` + 1 pieces at SEK 95.00. Captures all pieces but one, each by
   * a separate capture. Returns the order's id.
   */
  order(orderNumber: string, captures: number): string {
    const orderId = this.#orderIds.of('demo-se', orderNumber);
    this.register(orderNumber, captures + 1);
    for (let made = 0; made < captures; made += 1) this.capture(orderId, `key ${made}`);
    return orderId;
  }

  register(orderNumber: string, quantity: number): string {
    const orderId = this.#orderIds.of('demo-se', orderNumber);
    this.#execute({
      type: 'RegisterOrder',
      orderId,
      at,
      actionId: actionIdOf(orderId, 'register', orderNumber),
      data: {
        storeId: 'demo-se',
        orderNumber,
        currency: 'SEK',
        salesSegment: 'B2C',
        paymentMethod: 'invoice',
        rows: [
          {
            articleNumber: '10001',
            description: 'Shoes \u00e5',
            unitPrice: 9_500,
            quantity,
            vatRate: 12.5,
          },
        ],
        authorization: { status: 'authorized' },
      },
    });
    return orderId;
  }

  capture(orderId: string, idempotencyKey: string): void {
    this.#execute({
      type: 'RequestCapture',
      orderId,
      at,
      actionId: actionIdOf(orderId, 'capture', idempotencyKey),
      idempotencyKey,
      data: {
        amount: { unit: 'minor', value: 9_500 },
        items: [
          { articleNumber: '10001', unitPrice: { unit: 'minor', value: 9_500 }, quantity: 1 },
        ],
        replaceItems: false,
        reference: `parcel ${idempotencyKey}`,
      },
    });
  }

  refund(orderId: string, value: number): void {
    const actionId = actionIdOf(orderId, 'refund', String(this.events.length));
    this.#execute({
      ...{ type: 'RefundOrder', orderId, at, actionId },
      data: { amount: { unit: 'minor', value }, items: [] },
    });
  }

  /**
   * Closes a settlement with everything captured and refunded since the previous one was closed.
   */
  cut(): void {
    this.#add(this.#settlements.cut());
  }

  state(): void {
    this.#add(this.#settlements.state());
  }

  payOut(): void {
    this.#add(this.#settlements.payOut());
  }

  /** Reverses the newest payout, then pays out the same settlement again. */
  payOutAnew(): void {
    this.#add(this.#settlements.reversePayout());
    this.#add(this.#settlements.payOutAnew());
  }

  /** Writes a seal if one is due by the `pace` that the constructor was given. */
  async seal(): Promise<void> {
    await this.#sealer.seal();
  }

  async readLog({
    after,
    eventsMax,
  }: {
    after: bigint;
    eventsMax: number;
  }): Promise<StoredEvent[]> {
    const first = Number(after / stride) + (after < 0n ? 0 : 1);
    return Promise.resolve(this.events.slice(first, first + eventsMax));
  }

  async readLast(streamId: string): Promise<StoredEvent | undefined> {
    return Promise.resolve(this.events.findLast((event) => event.streamId === streamId));
  }

  async append({ streamId, events, firstRevision }: Parameters<SealStore['append']>[0]) {
    const last = await this.readLast(streamId);
    if (Number(last?.revision ?? -1n) + 1 !== firstRevision)
      return { kind: 'wrong revision' as const };
    for (const { id, type, data, metadata } of events) {
      const revision = (last?.revision ?? -1n) + 1n;
      this.#add({ streamId, id, revision, type, data: parsed(data), metadata: parsed(metadata) });
    }
    return {
      kind: 'written' as const,
      revision: Number((last?.revision ?? -1n) + 1n),
      position: this.end,
    };
  }

  #execute(command: OrderCommand): void {
    const { orderId } = command;
    const known = this.#orders.get(orderId);
    const decision = decide(known?.order, command);
    if (decision.kind !== 'accepted') throw new Error(`${command.type} was not accepted`);
    let order = known?.order;
    let chain = known?.chain ?? chainStart;
    for (const event of decision.events) {
      order = evolve(order, { ...event, cause: decision.cause });
      const metadata = metadataOf(command, decision.cause, order);
      ({ chain } = linkOf(chain, { type: event.type, data: event.data, metadata }));
      this.#add({
        streamId: `order-${orderId}`,
        id: eventIdOf(chain),
        revision: BigInt(order.revision),
        type: event.type,
        data: event.data,
        metadata: { ...metadata, chain },
      });
      this.#settlements.take(order, event);
    }
    if (order !== undefined) this.#orders.set(orderId, { order, chain });
  }

  #add(event: StoredEvent): void {
    const position = { commit: BigInt(this.events.length) * stride };
    this.events.push({ ...event, position, created: new Date(at) });
  }
}

const identityEvent = (orderNamespace: string): StoredEvent => {
  const event = {
    ...{ type: identityType, data: { orderNamespace } },
    metadata: {
      ...{ schemaVersion: 1, action: 'found', clientId: 'ledger', contract: 'system' },
      ...{ endpoint: 'identity of the ledger', correlationId: 'c', causationId: 'c' },
      recordedAt: at,
    },
  };
  const { chain } = linkOf(chainStart, event);
  const metadata = { ...event.metadata, chain };
  return { ...event, metadata, streamId: identityStream, id: eventIdOf(chain), revision: 0n };
};

const metadataOf = (command: OrderCommand, cause: object, { balance }: Order) => ({
  schemaVersion: 1,
  ...cause,
  clientId: 'shop-a',
  storeId: balance.storeId,
  contract: 'walley',
  endpoint: 'POST /orders/{id}/capture',
  correlationId: command.actionId,
  causationId: command.actionId,
  recordedAt: at,
});

const parsed = (json: Uint8Array): unknown => JSON.parse(Buffer.from(json).toString('utf8'));

const of = { storeId: 'demo-se', currency: 'SEK' };
const cutAt = '2026-03-01T23:00:00.000Z';

/** The settlements of the log's only store, decided and evolved as the ledger does. */
export class GeneratedSettlements {
  readonly #streamId = settlementStreamOf(of);
  readonly #closed: StatementSum[] = [];
  #open = new StatementSum();
  /** The sums of the settlement that is paid out next. */
  #stated = new StatementSum();
  #account: SettlementAccount | undefined;
  #chain = chainStart;

  take(order: Order, event: Pick<RecordedEvent, 'type' | 'data'>): void {
    const line = settlementLineOf(order, event as RecordedEvent);
    if (line !== undefined) this.#open.add(line);
  }

  cut(): StoredEvent {
    const head = { cuts: this.#account?.last.number ?? 0, firstUnsettledAt: cutAt };
    this.#closed.push(this.#open);
    this.#open = new StatementSum();
    const command = { ...of, timeZone: 'Europe/Stockholm', at: cutAt, periodEnd: cutAt, head };
    return this.#recorded(closeSettlement(this.#account, { ...command, reason: 'schedule' }));
  }

  /** Writes the sums (the statement) of the oldest closed settlement that has none yet. */
  state(): StoredEvent {
    const lines = this.#closed.shift()!;
    this.#stated = lines;
    return this.#recorded(
      stateSettlement(this.#account, { settlementId: this.#last, at: cutAt, lines }),
    );
  }

  payOut(): StoredEvent {
    const command = { settlementId: this.#last, at: cutAt, reference: 'BG 1', byLog: this.#stated };
    return this.#recorded(payOutSettlement(this.#account, command));
  }

  reversePayout(): StoredEvent {
    const command = { settlementId: this.#last, at: cutAt, reason: 'account closed' };
    return this.#recorded(reversePayout(this.#account, command));
  }

  payOutAnew(): StoredEvent {
    const payment = { reference: 'BG 2', paidOn: '2026-03-03' };
    const command = { settlementId: this.#last, at: cutAt, ...payment, byLog: this.#stated };
    return this.#recorded(payOutSettlement(this.#account, command));
  }

  get #last(): string {
    return this.#account?.last.settlementId ?? '';
  }

  #recorded(decision: SettlementDecision): StoredEvent {
    if (decision.kind !== 'accepted') throw new Error(`It was not accepted: ${decision.kind}`);
    const { event, cause } = decision;
    const { type, data } = event;
    const account = evolveSettlement(this.#account, { ...event, cause });
    const actionId = data.settlementId;
    const metadata = {
      ...{ schemaVersion: 1, ...cause, clientId: 'worker', storeId: of.storeId },
      ...{ contract: 'system', endpoint: 'settlements', recordedAt: cutAt },
      ...{ correlationId: actionId, causationId: actionId },
    };
    ({ chain: this.#chain } = linkOf(this.#chain, { type, data, metadata }));
    this.#account = account;
    const { revision } = account;
    const place = { streamId: this.#streamId, id: eventIdOf(this.#chain), revision };
    return {
      ...{ ...place, revision: BigInt(revision), type, data },
      metadata: { ...metadata, chain: this.#chain },
    };
  }
}
