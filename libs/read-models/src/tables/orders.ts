import type { ClientBase } from 'pg';
import type { GivenUp, OrderBalance, OrderRow, OrderStatus, ShopState } from '#ledger';
import { totalVat } from '../projection/order-state.js';
import type { CardPayment, OrderState } from '../projection/order-state.js';
import {
  integer,
  json,
  money,
  optional,
  position,
  text,
  textAs,
  timestamptz,
  uuid,
} from '../sql/column.js';
import type { Statement } from '../sql/query.js';
import { Table } from '../sql/table.js';
import type { RowsOf, SqlRecord } from '../sql/table.js';
import type { PageChanges } from '../projection/page-changes.js';

export const orders = new Table(
  'orders',
  {
    orderId: uuid,
    storeId: text,
    orderNumber: text,
    currency: text,
    salesSegment: textAs<OrderBalance['salesSegment']>(),
    paymentMethod: textAs<OrderBalance['paymentMethod']>(),
    countryCode: optional(text),
    attributes: optional(json<NonNullable<OrderBalance['attributes']>>()),
    registeredBy: text,
    placedAt: timestamptz,
    expiresAt: timestamptz,
    status: textAs<OrderStatus>(),
    rowsMade: integer,
    total: money,
    requested: money,
    captured: money,
    refunded: money,
    cancelled: money,
    remaining: money,
    capturedVat: money,
    totalVat: money,
    revision: integer,
    position,
    rows: json<readonly OrderRow[]>(),
    /** The payment of a card order, or of a `Pending` order that may still be paid by card. */
    payment: optional(json<CardPayment>()),
    /** The cancelled rows and the time of the cancellation; absent if nothing was cancelled. */
    givenUp: optional(json<GivenUp>()),
    /** The state that the shop gave the order; absent until the shop has given one. */
    shop: optional(json<ShopState>()),
  },
  { ids: ['orderId'], owner: 'orderId', isKeyedWhileLoading: true },
);

/** The columns of an order that a list shows. */
export const orderSummary = orders.only(
  ...(['orderId', 'storeId', 'orderNumber', 'currency', 'salesSegment'] as const),
  ...(['paymentMethod', 'countryCode', 'attributes', 'placedAt', 'expiresAt'] as const),
  ...(['status', 'total', 'requested', 'captured', 'refunded', 'cancelled'] as const),
  ...(['remaining', 'totalVat', 'revision', 'position'] as const),
);

/**
 * The columns that later events can change. All other columns are fixed when the order is
 * registered.
 */
const changed = [
  ...(['expiresAt', 'status', 'rowsMade', 'total', 'requested', 'captured', 'refunded'] as const),
  ...(['cancelled', 'remaining', 'capturedVat', 'totalVat', 'revision', 'position'] as const),
  // `paymentMethod` can change too, because the shop's checkout may choose another method.
  ...(['rows', 'payment', 'paymentMethod', 'givenUp', 'shop'] as const),
];

const rowOf = (state: OrderState): RowsOf<typeof orders> => ({
  ...state.balance,
  payment: state.payment,
  registeredBy: state.registeredBy,
  capturedVat: state.capturedVat,
  totalVat: totalVat(state),
  revision: state.revision,
  position: state.position,
});

/**
 * An INSERT for new orders and an UPDATE for known orders. Both together are cheaper than `ON
 * CONFLICT DO UPDATE`, which locks each row first. No other process can insert the same order
 * meanwhile, because the projection has locked the read models' position.
 */
export const writeOrders = ({ orders: changes }: Pick<PageChanges, 'orders'>): Statement[] => {
  const added: OrderState[] = [];
  const moved: OrderState[] = [];
  for (const { before, after } of changes.values()) (before ? moved : added).push(after);
  return [
    ...orders.insert(added.map(rowOf)),
    ...orders.update(moved.map(rowOf), { key: 'orderId', changed }),
  ];
};

const storedState = orders.except('totalVat');

const loadSql = `SELECT ${storedState.select('o')} FROM orders o WHERE o.order_id = ANY ($1::uuid[])`;

/** Reads the states of these orders from the table. */
export const loadStates = async (
  client: ClientBase,
  orderIds: readonly string[],
): Promise<OrderState[]> => {
  if (orderIds.length === 0) return [];
  const { rows } = await client.query<SqlRecord>({
    name: 'load-states',
    text: loadSql,
    values: [orderIds],
  });
  return rows.map(stateOf);
};

const stateOf = (record: SqlRecord): OrderState => {
  const {
    registeredBy,
    capturedVat,
    revision,
    position: at,
    payment,
    ...balance
  } = storedState.read(record);
  return {
    balance,
    ...(payment && { payment }),
    registeredBy,
    capturedVat,
    revision,
    position: at,
  };
};
