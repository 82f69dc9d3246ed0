import {
  evolveBalance,
  isUuid,
  leftOfRow,
  movePayment,
  type CaptureEvent,
  type OrderBalance,
  type OrderEvent,
  type OrderPayment,
  vatOf,
  weightOfBalance,
  without,
} from '#ledger';
import type { ProjectedEvent } from './projection-page.js';

/**
 * The payment of an order without its card-present intents (payments at a card terminal), which are
 * in another table.
 */
export type CardPayment = Omit<OrderPayment, 'method' | 'terminalIntents'>;

/** The state of an order in the read model. Captures are not included. */
export interface OrderState {
  readonly balance: OrderBalance;
  /**
   * Always set for a card order. For other orders, set only while the order is `Pending` and has
   * data of a card payment, because it may still be paid by card.
   */
  readonly payment?: CardPayment;
  /** X-Request-Id of the request that registered the order. */
  readonly registeredBy: string;
  /** VAT in the rows captured so far, in minor units. */
  readonly capturedVat: number;
  readonly revision: number;
  readonly position: bigint;
}

/**
 * Returns the order with one more event applied. The ledger's own code computes the balance, so
 * that the read model cannot differ from the ledger.
 *
 * @throws RangeError if the event is not the next one of its order
 */
export const nextState = (state: OrderState | undefined, event: ProjectedEvent): OrderState => {
  const expected = state === undefined ? 0 : state.revision + 1;
  if (event.revision !== expected)
    throw new RangeError(`event ${event.revision} came where ${expected} was due`);
  const balance = evolveBalance(state?.balance, event);
  let capturedVat = state?.capturedVat ?? 0;
  for (const row of captureIn(event)?.rows ?? []) capturedVat += vatOf(row);
  if (event.type === 'CaptureFailed') {
    for (const row of event.data.rows) capturedVat -= vatOf(row);
  }
  return {
    balance,
    ...paymentAfter(state, event, balance),
    registeredBy: state?.registeredBy ?? event.metadata.correlationId,
    capturedVat,
    revision: event.revision,
    position: event.position,
  };
};

const paymentAfter = (
  state: OrderState | undefined,
  event: ProjectedEvent,
  balance: OrderBalance,
): { payment?: CardPayment } => {
  if (!hasPayment(balance)) return {};
  const before = state && {
    ...(state.payment ?? ({ status: 'pending' } as const)),
    method: state.balance.paymentMethod,
  };
  return shownPayment(balance, movePayment(before, event, balance.paymentMethod));
};

/** A `Pending` order may still be paid by card, even if it was registered with another method. */
const hasPayment = ({ paymentMethod, status }: OrderBalance): boolean =>
  paymentMethod === 'card' || status === 'Pending';

/** The part of an order's payment that the read model shows. */
export const shownPayment = (
  balance: OrderBalance,
  orderPayment: OrderPayment,
): { payment?: CardPayment } => {
  if (!hasPayment(balance)) return {};
  const payment: CardPayment = without(orderPayment, 'method', 'terminalIntents');
  const isNothing = balance.paymentMethod !== 'card' && Object.keys(payment).length === 1;
  return isNothing ? {} : { payment };
};

/** VAT of the captured, requested and remaining rows, in minor units. */
export const totalVat = ({ balance, capturedVat }: OrderState): number =>
  balance.rows.reduce((sum, row) => sum + leftOfRow(row).vat, capturedVat);

/**
 * The states of the orders that changed last, kept in memory so that they seldom have to be read
 * from the tables. The cache is limited by the rows and attributes of its orders, not by their
 * number.
 */
export class OrderCache {
  readonly #states = new Map<string, OrderState>();
  #weight = 0;

  constructor(private readonly weightMax: number) {}

  get(orderId: string): OrderState | undefined {
    return this.#states.get(orderId);
  }

  /**
   * Keeps an order as the most recent one. If the cache is too full, the oldest orders are dropped.
   */
  put(orderId: string, state: OrderState): void {
    this.#forget(orderId);
    this.#states.set(orderId, state);
    this.#weight += weightOf(state);
    if (this.#weight > this.weightMax) this.#makeRoom();
  }

  clear(): void {
    this.#states.clear();
    this.#weight = 0;
  }

  #makeRoom(): void {
    for (const oldest of this.#states.keys()) {
      this.#forget(oldest);
      if (this.#weight <= this.weightMax) return;
    }
  }

  #forget(orderId: string): void {
    const state = this.#states.get(orderId);
    if (state === undefined) return;
    this.#states.delete(orderId);
    this.#weight -= weightOf(state);
  }
}

const weightOf = ({ balance }: OrderState): number => weightOfBalance(balance);

const ids = ['orderId', 'captureId', 'refundId', 'requestId'];
const texts = ['orderNumber', 'storeId', 'currency', 'description', 'reference'];
const instants = ['placedAt', 'expiresAt', 'capturedAt', 'settledAt', 'refundedAt'];

/**
 * Checks those values of an event that are written into columns. Nobody has checked the values
 * before, and a value that PostgreSQL refuses would make the whole transaction fail.
 *
 * @throws TypeError
 */
export const assertStorable = ({ data }: Pick<ProjectedEvent, 'data'>): void => {
  const fields = data as Readonly<Record<string, unknown>>;
  const refuse = (name: string): never => {
    throw new TypeError(`its ${name} is malformed`);
  };
  for (const name of ids) {
    const value = fields[name];
    if (value !== undefined && !(typeof value === 'string' && isUuid(value))) refuse(name);
  }
  for (const name of texts) {
    const value = fields[name];
    if (value === undefined || value === null) continue;
    if (typeof value !== 'string') refuse(name);
  }
  for (const name of instants) {
    const value = fields[name];
    if (value === undefined || value === null) continue;
    if (typeof value !== 'string' || Number.isNaN(Date.parse(value))) refuse(name);
  }
};

/** The capture that an event made; undefined for events of other kinds. */
export const captureIn = (event: OrderEvent): CaptureEvent['data'] | undefined => {
  switch (event.type) {
    case 'OrderCaptured':
    case 'OrderPartCaptured':
    case 'OrderItemsReplaced':
      return event.data;
    case 'OrderRegistered':
    case 'OrderAuthorized':
    case 'OrderAuthorizationFailed':
    case 'CaptureSettled':
    case 'CaptureFailed':
    case 'OrderCancelled':
    case 'OrderRefunded':
    case 'ReauthorizationRequested':
    case 'ReauthorizationRejected':
    case 'OrderReauthorized':
    case 'OrderExtended':
    case 'OrderExpired':
    case 'RefundSettled':
    case 'RefundFailed':
    case 'AuthorizationReleased':
    case 'TerminalIntentCreated':
    case 'CheckoutIntentCreated':
    case 'CustomerLinked':
    case 'ShopStatusChanged':
      return undefined;
  }
};
