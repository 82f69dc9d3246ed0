import type { Customer, CustomerInLog, OpenedCustomer } from '#personal-data';
import { arraysOf, json, text, uuid, type Column } from '../sql/column.js';
import type { Statement } from '../sql/query.js';
import type { ProjectedEvent } from './projection-page.js';

/** A customer as an event of registration has it. */
export interface FoundCustomer extends CustomerInLog {
  readonly storeId: string;
}

/** A customer and what could be made of it. */
export interface ShownCustomer extends FoundCustomer {
  readonly opened: OpenedCustomer;
}

const insertSql = `
  INSERT INTO order_customers (order_id, store_id, key_id, erased, customer, search_text)
  SELECT order_id, store_id, key_id, kind = 'erased', customer, search_text
  FROM unnest(
    $1::uuid[], $2::text[], $3::uuid[], $4::text[], $5::json[], $6::text[]) AS shown (
    order_id, store_id, key_id, kind, customer, search_text)`;

const plainOf = ({ opened }: ShownCustomer): Customer | undefined =>
  opened.kind === 'open' ? opened.customer : undefined;

/** What free text is looked for in, in one text: lists need no second index. A search does not reach over a line's end. */
const searchTextOf = (customer: Customer | undefined): string | undefined => {
  if (customer === undefined) return undefined;
  const { firstName, lastName, company, email, phone } = customer;
  const names = [firstName, lastName, company].filter((name) => name !== undefined).join(' ');
  const digits = phone?.replace(/[^0-9]/g, '');
  const texts = [names, email, phone, digits].filter((text) => text !== undefined && text !== '');
  return texts.length === 0 ? undefined : texts.join('\n');
};

const columns: readonly Column<ShownCustomer>[] = [
  uuid(({ orderId }) => orderId),
  text(({ storeId }) => storeId),
  uuid(({ customer }) => customer.keyId),
  text(({ opened }) => opened.kind),
  json(plainOf),
  text((shown) => searchTextOf(plainOf(shown))),
];

/** The customers of the orders that these events register. */
export const customersIn = (events: readonly ProjectedEvent[]): FoundCustomer[] =>
  events.flatMap((event) => {
    if (event.type !== 'OrderRegistered' || event.data.customer === undefined) return [];
    const { orderId, storeId, customer } = event.data;
    return [{ orderId, storeId, customer }];
  });

export const writeCustomers = (shown: readonly ShownCustomer[]): Statement[] =>
  shown.length === 0
    ? []
    : [{ name: 'insert-customers', text: insertSql, values: arraysOf(columns, shown) }];
