import { useMemo } from 'react';
import type { OrderRow } from '../../api/types.js';
import { DataTable, type Column } from '../../ui/data-table.js';
import { Money } from '../../ui/money.js';

const columnsFor = (currency: string): readonly Column<OrderRow>[] => [
  { id: 'article', head: 'Article', cell: ({ articleNumber }) => articleNumber ?? '' },
  { id: 'description', head: 'Description', cell: ({ description }) => description },
  {
    id: 'price',
    head: 'Price',
    kind: 'number',
    cell: ({ unitPrice }) => <Money minor={unitPrice} currency={currency} bare />,
  },
  {
    id: 'left',
    head: 'Left of',
    kind: 'number',
    cell: ({ remainingQuantity, quantity }) => `${remainingQuantity} of ${quantity}`,
  },
  { id: 'vat', head: 'VAT', kind: 'number', wideOnly: true, cell: ({ vatRate }) => `${vatRate}%` },
  {
    id: 'amount',
    head: 'Amount left',
    kind: 'number',
    cell: ({ unitPrice, remainingQuantity }) => (
      <Money minor={unitPrice * remainingQuantity} currency={currency} bare />
    ),
  },
];

/** The rows that are not captured yet. */
export const RowsTable = ({ rows, currency }: { rows: readonly OrderRow[]; currency: string }) => {
  const columns = useMemo(() => columnsFor(currency), [currency]);
  return (
    <DataTable
      label="Rows left"
      columns={columns}
      rows={rows}
      empty="Nothing is left to capture."
    />
  );
};
