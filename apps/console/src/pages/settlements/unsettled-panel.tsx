import { useMemo, useState } from 'react';
import type { UnsettledAccount } from '../../api/types.js';
import { useSession } from '../../session/session.js';
import { DataTable, type Column } from '../../ui/data-table.js';
import { Money } from '../../ui/money.js';
import { Fault } from '../../ui/notice.js';
import { Panel } from '../../ui/panel.js';
import { Time } from '../../ui/time.js';
import { useUnsettled } from '../overview/use-overview.js';
import { CutDialog } from './cut-dialog.js';

const columnsFor = (
  onCut?: (account: UnsettledAccount) => void,
): readonly Column<UnsettledAccount>[] => [
  { id: 'store', head: 'Store', cell: ({ store, currency }) => `${store} · ${currency}` },
  {
    id: 'since',
    head: 'Since',
    wideOnly: true,
    cell: ({ firstSettledAt }) => firstSettledAt !== undefined && <Time at={firstSettledAt} />,
  },
  { id: 'lines', head: 'Lines', kind: 'number', wideOnly: true, cell: ({ lines }) => lines },
  {
    id: 'captured',
    head: 'Captured',
    kind: 'number',
    cell: ({ captured, currency }) => <Money minor={captured} currency={currency} bare />,
  },
  {
    id: 'refunded',
    head: 'Refunded',
    kind: 'number',
    cell: ({ refunded, currency }) => <Money minor={refunded} currency={currency} bare />,
  },
  ...(onCut === undefined
    ? []
    : [
        {
          id: 'cut',
          head: <span className="only-read">Command</span>,
          kind: 'number' as const,
          cell: (account: UnsettledAccount) => (
            <button className="button" type="button" onClick={() => onCut(account)}>
              Cut…
            </button>
          ),
        },
      ]),
];

/** The captures and refunds that are in no settlement yet; administrators can cut one now. */
export const UnsettledPanel = () => {
  const { data, error } = useUnsettled();
  const isAdmin = useSession().scopes.includes('admin');
  const [cut, setCut] = useState<UnsettledAccount>();
  const columns = useMemo(() => columnsFor(isAdmin ? setCut : undefined), [isAdmin]);
  return (
    <Panel title="Not settled yet" flush>
      {error !== null && <Fault error={error} />}
      {data !== undefined && (
        <DataTable
          label="Not settled yet"
          columns={columns}
          rows={data.items}
          empty="Everything that was captured and refunded is in a settlement."
        />
      )}
      {cut !== undefined && <CutDialog account={cut} onClose={() => setCut(undefined)} />}
    </Panel>
  );
};
