import { useMemo } from 'react';
import type { Settlement, VatShare } from '../../api/types.js';
import { DataTable, type Column } from '../../ui/data-table.js';
import { Money } from '../../ui/money.js';

const columnsFor = (currency: string): readonly Column<VatShare>[] => [
  { id: 'rate', head: 'Rate', cell: ({ vatRate }) => `${vatRate}%` },
  {
    id: 'net',
    head: 'Net',
    kind: 'number',
    cell: ({ gross, vat }) => <Money minor={gross - vat} currency={currency} bare />,
  },
  {
    id: 'vat',
    head: 'VAT',
    kind: 'number',
    cell: ({ vat }) => <Money minor={vat} currency={currency} bare />,
  },
  {
    id: 'gross',
    head: 'Gross',
    kind: 'number',
    cell: ({ gross }) => <Money minor={gross} currency={currency} bare />,
  },
];

/** By rate, refunds taken off. */
export const VatTable = ({ settlement: { vat = [], currency } }: { settlement: Settlement }) => {
  const columns = useMemo(() => columnsFor(currency), [currency]);
  return <DataTable label="VAT by rate" columns={columns} rows={vat} empty="None." />;
};
