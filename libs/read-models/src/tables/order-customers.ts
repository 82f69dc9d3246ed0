import type { ClientBase, Pool } from 'pg';
import type { SalesSegment } from '#ledger';
import type { Customer, CustomerInLog, OpenedCustomer, SealedCustomers } from '#personal-data';
import type { ProjectedEvent } from '../projection/projection-page.js';
import { boolean, json, optional, text, uuid } from '../sql/column.js';
import type { Statement } from '../sql/query.js';
import { type SqlRecord, Table } from '../sql/table.js';

export const orderCustomers = new Table(
  'order_customers',
  {
    orderId: uuid,
    storeId: text,
    keyId: uuid,
    erased: boolean,
    /** Absent once it is erased, and of a customer that could not be read. */
    customer: optional(json<Customer>()),
    searchText: optional(text),
  },
  { ids: ['orderId'], owner: 'orderId', personal: ['customer', 'searchText'] },
);

/** Opens customers of the log, or says that they were erased. */
export type CustomerOpener = Pick<SealedCustomers, 'open'>;

/**
 * For logs without customers: one that comes all the same stops the projection rather than being
 * left out.
 */
export const noCustomers: CustomerOpener = {
  open: (_client, sealed) =>
    sealed.length === 0
      ? Promise.resolve([])
      : Promise.reject(new Error('An order has a customer, and nobody gave the keys to show it')),
};

/** The statements that show the customers of newly registered orders. */
export const writeCustomers = async (
  client: ClientBase,
  events: readonly ProjectedEvent[],
  customers: CustomerOpener,
): Promise<Statement[]> => {
  const found = customersIn(events);
  const opened = await customers.open(client, found);
  return orderCustomers.insert(
    found.flatMap(({ orderId, storeId, customer: { keyId } }, index) => {
      const made = opened[index];
      return made === undefined ? [] : [{ ...{ orderId, storeId, keyId }, ...shownOf(made) }];
    }),
  );
};

interface FoundCustomer extends CustomerInLog {
  readonly storeId: string;
}

/** The customers of the orders that these events register. */
const customersIn = (events: readonly ProjectedEvent[]): FoundCustomer[] =>
  events.flatMap((event) => {
    if (event.type !== 'OrderRegistered' || event.data.customer === undefined) return [];
    const { orderId, storeId, customer } = event.data;
    return [{ orderId, storeId, customer }];
  });

const shownOf = (opened: OpenedCustomer) => {
  const customer = opened.kind === 'open' ? opened.customer : undefined;
  return { erased: opened.kind === 'erased', customer, searchText: searchTextOf(customer) };
};

/**
 * All texts by which a customer is found, in one: lists need no second index. A search does not
 * reach over a line's end.
 */
const searchTextOf = (customer: Customer | undefined): string | undefined => {
  if (customer === undefined) return undefined;
  const { firstName, lastName, company, email, phone } = customer;
  const names = [firstName, lastName, company].filter((name) => name !== undefined).join(' ');
  const digits = phone?.replace(/[^0-9]/g, '');
  const texts = [names, email, phone, digits].filter((part) => part !== undefined && part !== '');
  return texts.length === 0 ? undefined : texts.join('\n');
};

/** The customer of an order: the data, or that they were erased. */
export type OrderCustomer =
  { readonly erased: false; readonly customer: Customer } | { readonly erased: true };

const shown = orderCustomers.only('erased', 'customer');

/** The customer of order `o` as one JSON value; null if it has none. */
export const customerColumn = `
  (SELECT ${shown.jsonObject('c')} FROM order_customers c WHERE c.order_id = o.order_id) AS customer`;

/**
 * A member for an order's view; none for an order without a customer, or with one that could not be
 * read.
 */
export const customerOf = (record: SqlRecord | null): { customer?: OrderCustomer } => {
  if (record === null) return {};
  const { erased, customer } = shown.read(record);
  if (erased) return { customer: { erased: true } };
  return customer === undefined ? {} : { customer: { erased: false, customer } };
};

/**
 * PostgreSQL takes samples of a column's values for its planner and shows them in `pg_stats`, where
 * a name would outlive its row. `LIKE` does not copy the setting to a new table.
 */
export const keepNoStatisticsSql = (schema: string): string => `
  ALTER TABLE ${schema}.${orderCustomers.name}
    ${orderCustomers.personal.map((name) => `ALTER COLUMN ${name} SET STATISTICS 0`).join(', ')}`;

/** The same for the index on the customer's reference, whose definition does not say it either. */
export const keepNoIndexStatisticsSql = (schema: string): string =>
  `ALTER INDEX ${schema}.${orderCustomers.name}_reference ALTER COLUMN 2 SET STATISTICS 0`;

/** The buyer in a line of a settlement (walley.md, "Settlements"). */
export interface CustomerOfOrder {
  readonly customerNumber: string | null;
  readonly firstName: string | null;
  readonly lastName: string | null;
  readonly company: string | null;
  /**
   * True if the buyer is a company: in a B2B order, or with no other name than a company's.
   */
  readonly isCompany: boolean;
}

interface FoundRecord {
  readonly order_id: string;
  readonly sales_segment: SalesSegment;
  readonly customer: Customer;
}

const findSql = `
  SELECT c.order_id, o.sales_segment, c.customer
  FROM orders o JOIN order_customers c ON c.order_id = o.order_id
  WHERE o.order_id = ANY ($1::uuid[]) AND c.customer IS NOT NULL`;

/**
 * The customers of these orders, by order id. Orders without a customer, or whose customer was
 * erased, are not in it.
 */
export const customersOfOrders = async (
  pool: Pool,
  orderIds: readonly string[],
): Promise<Map<string, CustomerOfOrder>> => {
  if (orderIds.length === 0) return new Map();
  const { rows } = await pool.query<FoundRecord>({
    name: 'customers-of-orders',
    text: findSql,
    values: [[...new Set(orderIds)]],
  });
  return new Map(rows.map((record) => [record.order_id, ofLine(record)]));
};

const ofLine = ({ sales_segment, customer }: FoundRecord): CustomerOfOrder => {
  const { reference, firstName, lastName, company } = customer;
  const hasPerson = firstName !== undefined || lastName !== undefined;
  return {
    customerNumber: reference ?? null,
    firstName: firstName ?? null,
    lastName: lastName ?? null,
    company: company ?? null,
    isCompany: company !== undefined && (sales_segment === 'B2B' || !hasPerson),
  };
};
