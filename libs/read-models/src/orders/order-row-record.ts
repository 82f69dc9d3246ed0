import type { OrderRow, RowType } from '#ledger';

/** A row of `order_rows` as JSON. */
export interface OrderRowRecord {
  readonly row_id: string;
  readonly article_number: string | null;
  readonly description: string;
  readonly unit_price: number;
  readonly vat_rate: number;
  readonly quantity: number;
  readonly remaining_quantity: number;
  readonly type: RowType | null;
  readonly attributes: NonNullable<OrderRow['attributes']> | null;
}

/** The rows of order `o` in their order, as one JSON array. */
export const rowsColumn = `
  (SELECT coalesce(json_agg(json_build_object(
     'row_id', r.row_id, 'article_number', r.article_number, 'description', r.description,
     'unit_price', r.unit_price, 'vat_rate', r.vat_rate, 'quantity', r.quantity,
     'remaining_quantity', r.remaining_quantity, 'type', r.type, 'attributes', r.attributes
   ) ORDER BY r.ordinal), '[]') FROM order_rows r WHERE r.order_id = o.order_id) AS rows`;

export const orderRowOf = (record: OrderRowRecord): OrderRow => ({
  rowId: record.row_id,
  ...(record.article_number !== null && { articleNumber: record.article_number }),
  description: record.description,
  unitPrice: record.unit_price,
  vatRate: record.vat_rate,
  quantity: record.quantity,
  remainingQuantity: record.remaining_quantity,
  ...(record.type !== null && { type: record.type }),
  ...(record.attributes !== null && { attributes: record.attributes }),
});
