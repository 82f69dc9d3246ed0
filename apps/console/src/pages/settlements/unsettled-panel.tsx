import { useMemo, useState } from 'react';
import type { UnsettledAccount } from '../../api/types.js';
import { useSession } from '../../session/session.js';
import { Answer } from '../../ui/answer.js';
import { DataTable, type Column } from '../../ui/data-table.js';
import { Money } from '../../ui/money.js';
import { Panel } from '../../ui/panel.js';
import { Said } from '../../ui/said.js';
import { Time } from '../../ui/time.js';
import { useUnsettled } from '../overview/use-overview.js';
import { CutDialog } from './cut-dialog.js';

const columnsFor = (
  onCut?: (account: UnsettledAccount) => void,
): readonly Column<UnsettledAccount>[] => [
  {
    id: 'store',
    head: 'Store',
    cell: ({ store, currency }) => (
      <span className="strong">
        <Said text={store} /> · {currency}
      </span>
    ),
  },
  {
    id: 'since',
    head: 'Since',
    cell: ({ firstSettledAt }) => firstSettledAt !== undefined && <Time at={firstSettledAt} />,
  },
  { id: 'lines', head: 'Lines', kind: 'number', cell: ({ lines }) => lines },
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
  {
    id: 'net',
    head: 'To settle',
    kind: 'number',
    isMain: true,
    cell: ({ captured, refunded, currency }) => (
      <Money minor={captured - refunded} currency={currency} />
    ),
  },
  ...(onCut === undefined
    ? []
    : [
        {
          id: 'cut',
          head: <span className="only-read">Command</span>,
          kind: 'command' as const,
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
  const found = useUnsettled();
  const isAdmin = useSession().scopes.includes('admin');
  const [cut, setCut] = useState<UnsettledAccount>();
  const columns = useMemo(() => columnsFor(isAdmin ? setCut : undefined), [isAdmin]);
  return (
    <Panel title="Not settled yet" flush>
      <Answer of={found} loading="Adding up">
        {({ items }) => (
          <DataTable
            label="Not settled yet"
            columns={columns}
            rows={items}
            empty="Everything that was captured and refunded is in a settlement."
          />
        )}
      </Answer>
      {cut !== undefined && <CutDialog account={cut} onClose={() => setCut(undefined)} />}
    </Panel>
  );
};
