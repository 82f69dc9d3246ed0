import type { OrderRow } from '#ledger';
import type { OrderChange, PageChanges } from './page-changes.js';
import type { Statement } from './statement.js';
import { jsonValue, textValue } from './text-value.js';

interface PlacedRow {
  readonly orderId: string;
  readonly ordinal: number;
  readonly row: OrderRow;
}

const upsert = `
  INSERT INTO order_rows AS r (
    order_id, row_id, ordinal, article_number, description, unit_price, vat_rate, quantity,
    remaining_quantity, type, attributes)
  SELECT * FROM unnest(
    $1::uuid[], $2::text[], $3::integer[], $4::text[], $5::text[], $6::bigint[], $7::numeric[],
    $8::bigint[], $9::bigint[], $10::text[], $11::json[])
  ON CONFLICT (order_id, row_id) DO UPDATE SET
    ordinal = excluded.ordinal, article_number = excluded.article_number,
    description = excluded.description, unit_price = excluded.unit_price,
    vat_rate = excluded.vat_rate, quantity = excluded.quantity,
    remaining_quantity = excluded.remaining_quantity, type = excluded.type,
    attributes = excluded.attributes`;

const remove = `
  DELETE FROM order_rows r USING unnest($1::uuid[], $2::text[]) AS gone (order_id, row_id)
  WHERE r.order_id = gone.order_id AND r.row_id = gone.row_id`;

const columns: readonly ((placed: PlacedRow) => unknown)[] = [
  ({ orderId }) => orderId,
  ({ row }) => row.rowId,
  ({ ordinal }) => ordinal,
  ({ row }) => textValue(row.articleNumber),
  ({ row }) => textValue(row.description),
  ({ row }) => row.unitPrice,
  ({ row }) => row.vatRate,
  ({ row }) => row.quantity,
  ({ row }) => row.remainingQuantity,
  ({ row }) => row.type,
  ({ row }) => jsonValue(row.attributes),
];

/** The fold leaves a row that an event does not touch the same object, so what changed is told by identity. */
const changedRows = ({ before, after }: OrderChange): PlacedRow[] => {
  const { orderId, rows } = after.balance;
  const former = before?.balance.rows;
  if (former === rows) return [];
  return rows
    .map((row, ordinal) => ({ orderId, ordinal, row }))
    .filter(({ row, ordinal }) => former?.[ordinal] !== row);
};

const goneRows = ({ before, after }: OrderChange): { orderId: string; rowId: string }[] => {
  const { orderId, rows } = after.balance;
  if (before === undefined || before.balance.rows === rows) return [];
  const kept = new Set(rows.map(({ rowId }) => rowId));
  return before.balance.rows
    .filter(({ rowId }) => !kept.has(rowId))
    .map(({ rowId }) => ({ orderId, rowId }));
};

/** Only the rows that a page changes are written, so that a capture of one row of a thousand costs one. */
export const writeRows = ({ orders }: PageChanges): Statement[] => {
  const changes = [...orders.values()];
  const changed = changes.flatMap(changedRows);
  const gone = changes.flatMap(goneRows);
  return [
    ...(gone.length === 0
      ? []
      : [
          {
            name: 'remove-rows',
            text: remove,
            values: [gone.map(({ orderId }) => orderId), gone.map(({ rowId }) => rowId)],
          },
        ]),
    ...(changed.length === 0
      ? []
      : [
          {
            name: 'write-rows',
            text: upsert,
            values: columns.map((column) => changed.map(column)),
          },
        ]),
  ];
};
