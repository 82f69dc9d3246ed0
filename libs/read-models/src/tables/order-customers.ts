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
    /** Absent after an erasure, or if the customer could not be decrypted. */
    customer: optional(json<Customer>()),
    searchText: optional(text),
  },
  { ids: ['orderId'], owner: 'orderId', personal: ['customer', 'searchText'] },
);

/** Decrypts customers from the log, or reports that a customer was erased. */
export type CustomerOpener = Pick<SealedCustomers, 'open'>;

/**
 * For logs without customers. If an event has a customer after all, opening it throws and the
 * projection stops.
 */
export const noCustomers: CustomerOpener = {
  open: (_client, sealed) =>
    sealed.length === 0
      ? Promise.resolve([])
      : Promise.reject(new Error('An order has a customer, and nobody gave the keys to show it')),
};

/** The statement that inserts the customers of newly registered orders. */
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
 * All texts by which a customer is found, as lines of a single text, so that one index is enough.
 * The text of a search has no line break, so that it can match only within one line.
 */
const searchTextOf = (customer: Customer | undefined): string | undefined => {
  if (customer === undefined) return undefined;
  const { firstName, lastName, company, email, phone } = customer;
  const names = [firstName, lastName, company].filter((name) => name !== undefined).join(' ');
  const digits = phone?.replace(/[^0-9]/g, '');
  const texts = [names, email, phone, digits].filter((part) => part !== undefined && part !== '');
  return texts.length === 0 ? undefined : texts.join('\n');
};

/** The customer of an order, or the fact that the data were erased. */
export type OrderCustomer =
  { readonly erased: false; readonly customer: Customer } | { readonly erased: true };

const shown = orderCustomers.only('erased', 'customer');

/** An SQL column: the customer of order `o` as a JSON object; null without a customer. */
export const customerColumn = `
  (SELECT ${shown.jsonObject('c')} FROM order_customers c WHERE c.order_id = o.order_id) AS customer`;

/**
 * The member `customer` of an order's view. Absent if there is no customer, or if the customer
 * cannot be decrypted.
 */
export const customerOf = (record: SqlRecord | null): { customer?: OrderCustomer } => {
  if (record === null) return {};
  const { erased, customer } = shown.read(record);
  if (erased) return { customer: { erased: true } };
  return customer === undefined ? {} : { customer: { erased: false, customer } };
};

/**
 * Keeps personal data out of PostgreSQL's statistics (`pg_stats`), which contain samples of a
 * column's values: a sample would outlive the erased row. `CREATE TABLE ... LIKE` does not copy
 * this setting.
 */
export const keepNoStatisticsSql = (schema: string): string => `
  ALTER TABLE ${schema}.${orderCustomers.name}
    ${orderCustomers.personal.map((name) => `ALTER COLUMN ${name} SET STATISTICS 0`).join(', ')}`;

/**
 * Keeps the customers' references out of PostgreSQL's statistics (`pg_stats`). The setting of the
 * column is not enough, because PostgreSQL also collects statistics for the index of references.
 */
export const keepNoIndexStatisticsSql = (schema: string): string =>
  `ALTER INDEX ${schema}.${orderCustomers.name}_reference ALTER COLUMN 2 SET STATISTICS 0`;

/** The customer of an order, as a line of a settlement shows it (walley.md, "Settlements"). */
export interface CustomerOfOrder {
  readonly customerNumber: string | null;
  readonly firstName: string | null;
  readonly lastName: string | null;
  readonly company: string | null;
  /**
   * True for a B2B order with a company name, and for a customer with a company name but no
   * personal name.
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
 * erased, have no entry.
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

/**
 * Finds the person and their orders. All orders of a person in one store share the key of their
 * personal data (docs/personal-data.md).
 *
 * All statements lock tables in the order of `rebuiltTables`, because otherwise they could
 * deadlock with a rebuild. PostgreSQL locks the tables in FROM before those in a subquery of the
 * SELECT list. So the row in `orders` is joined, although nothing of it is needed.
 */
const shopCustomerSql = `
  SELECT mine.key_id AS "keyId", (
    SELECT o.payment ->> 'customerId'
    FROM orders o
    JOIN order_customers c ON c.order_id = o.order_id
    WHERE c.key_id = mine.key_id AND c.store_id = mine.store_id
      AND c.customer ->> 'registered' = 'true' AND o.payment ->> 'customerId' IS NOT NULL
    ORDER BY o.placed_at DESC, o.order_id DESC LIMIT 1
  ) AS "customerId"
  FROM orders own
  JOIN order_customers mine ON mine.order_id = own.order_id
  WHERE own.order_id = $1 AND mine.customer ->> 'registered' = 'true'`;

/** A person with an account at a shop. */
export interface ShopCustomer {
  /** The id of the key that encrypts the person's data. It is the same for all their orders. */
  readonly keyId: string;
  /** The person's customer id at the card gateway, from their newest order that has one. */
  readonly gatewayCustomerId?: string;
}

/**
 * Returns the person with an account at the shop who placed this order; undefined for a guest, or
 * if the person's data were erased. `orderId` must be a UUID.
 */
export const shopCustomerOf = async (
  pool: Pool,
  orderId: string,
): Promise<ShopCustomer | undefined> => {
  const { rows } = await pool.query<{ readonly keyId: string; readonly customerId: string | null }>(
    { name: 'shop-customer-of-order', text: shopCustomerSql, values: [orderId] },
  );
  const [found] = rows;
  if (found === undefined) return undefined;
  const { keyId, customerId } = found;
  return { keyId, ...(customerId !== null && { gatewayCustomerId: customerId }) };
};
