import { arraysOf, text, uuid, type Column } from '../sql/column.js';
import type { Statement } from '../sql/query.js';
import { captureIn } from './capture-in.js';
import type { PageChanges } from './page-changes.js';

interface SearchText {
  readonly orderId: string;
  readonly storeId: string;
  readonly text: string;
}

const insertSql = `
  INSERT INTO search_texts (order_id, store_id, text)
  SELECT * FROM unnest($1::uuid[], $2::text[], $3::text[])`;

const columns: readonly Column<SearchText>[] = [
  uuid(({ orderId }) => orderId),
  text(({ storeId }) => storeId),
  text((searched) => searched.text),
];

/** The number of each new order and the reference of each new capture that has one. */
export const writeSearchTexts = ({ orders, events }: PageChanges): Statement[] => {
  const found: SearchText[] = [];
  for (const event of events) {
    const { orderId } = event.data;
    const number = event.type === 'OrderRegistered' ? event.data.orderNumber : undefined;
    const searched = number ?? captureIn(event)?.reference;
    const storeId = orders.get(orderId)?.after.balance.storeId;
    if (searched !== undefined && storeId !== undefined)
      found.push({ orderId, storeId, text: searched });
  }
  if (found.length === 0) return [];
  return [{ name: 'insert-search-texts', text: insertSql, values: arraysOf(columns, found) }];
};
