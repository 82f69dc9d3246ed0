import { useState } from 'react';
import { Link } from 'react-router';
import { Answer } from '../../ui/answer.js';
import { CaptureBadge } from '../../ui/badge.js';
import { DataTable, type Column } from '../../ui/data-table.js';
import { Failure } from '../../ui/failure.js';
import { SelectField } from '../../ui/field.js';
import { Money } from '../../ui/money.js';
import { Pager } from '../../ui/pager.js';
import { Panel } from '../../ui/panel.js';
import { Said } from '../../ui/said.js';
import { Segments } from '../../ui/segments.js';
import { Time } from '../../ui/time.js';
import { useNeverSettled, type NeverSettled, type NeverSettledKind } from './use-never-settled.js';

const columns: readonly Column<NeverSettled>[] = [
  {
    id: 'order',
    head: 'Order',
    cell: ({ orderId, orderNumber }) => (
      <Link className="strong" to={`/orders/${orderId}`}>
        <Said text={orderNumber} />
      </Link>
    ),
  },
  {
    id: 'amount',
    head: 'Amount',
    kind: 'number',
    isMain: true,
    cell: ({ amount, currency }) => <Money minor={amount} currency={currency} />,
  },
  {
    id: 'status',
    head: 'Status',
    cell: ({ status, failure }) => (
      <>
        <CaptureBadge status={status} /> <Failure failure={failure} />
      </>
    ),
  },
  {
    id: 'at',
    head: 'Asked for',
    kind: 'fixed',
    cell: ({ requestedAt }) => <Time at={requestedAt} />,
  },
  {
    id: 'reference',
    head: 'Reference',
    cell: ({ reference }) => <Said text={reference} mono />,
  },
  { id: 'store', head: 'Store', cell: ({ store }) => <Said text={store} /> },
];

const ages = [
  { value: '0', name: 'any time' },
  { value: '1', name: 'an hour' },
  { value: '24', name: 'a day' },
  { value: '168', name: 'a week' },
] as const;

type Age = (typeof ages)[number]['value'];

/** Captures and refunds that the gateway refused, or has not answered past their time. */
export const NeverSettledPanel = () => {
  const [kind, setKind] = useState<NeverSettledKind>('captures');
  const [openHours, setOpenHours] = useState<Age>('24');
  const { found, pages } = useNeverSettled(kind, openHours);
  return (
    <Panel
      title="Failed, or open past their time"
      aside={
        <div className="filters">
          <Segments
            label="What is listed"
            value={kind}
            options={[
              ['captures', 'Captures'],
              ['refunds', 'Refunds'],
            ]}
            onChange={setKind}
          />
          <SelectField
            className="in-line"
            label="Open for more than"
            value={openHours}
            options={ages}
            onChange={setOpenHours}
          />
        </div>
      }
      flush
    >
      <Answer of={found} loading={`Looking for ${kind}`}>
        {({ items, nextCursor }) => (
          <>
            <DataTable
              label={`${kind} that failed or are open`}
              columns={columns}
              rows={items}
              empty={`None of the ${kind} failed, and none is open for longer.`}
            />
            {(pages.page > 0 || nextCursor !== null) && (
              <Pager pages={pages} nextCursor={nextCursor} isBusy={found.isFetching}>
                The newest first
              </Pager>
            )}
          </>
        )}
      </Answer>
    </Panel>
  );
};
