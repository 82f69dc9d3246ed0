import { useMemo } from 'react';
import type { OrderRow } from '../../api/types.js';
import type { Column } from '../../ui/data-table.js';
import { Money } from '../../ui/money.js';
import { PagedTable } from '../../ui/paged-table.js';
import { Said } from '../../ui/said.js';

const columnsFor = (currency: string): readonly Column<OrderRow>[] => [
  { id: 'description', head: 'Row', cell: ({ description }) => <Said text={description} /> },
  { id: 'article', head: 'Article', cell: ({ articleNumber }) => <Said text={articleNumber} /> },
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
  { id: 'vat', head: 'VAT', kind: 'number', cell: ({ vatRate }) => `${vatRate}%` },
  {
    id: 'amount',
    head: 'Amount left',
    kind: 'number',
    isMain: true,
    cell: ({ unitPrice, remainingQuantity }) => (
      <Money minor={unitPrice * remainingQuantity} currency={currency} bare />
    ),
  },
];

/** The rows that are not captured yet. */
export const RowsTable = ({ rows, currency }: { rows: readonly OrderRow[]; currency: string }) => {
  const columns = useMemo(() => columnsFor(currency), [currency]);
  return (
    <PagedTable
      label="Rows left"
      columns={columns}
      rows={rows}
      empty="Nothing is left to capture."
    />
  );
};
