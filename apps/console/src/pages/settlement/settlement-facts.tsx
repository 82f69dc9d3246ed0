import { Fragment, type ReactNode, useMemo } from 'react';
import type { Settlement, VatShare } from '../../api/types.js';
import { type Column, DataTable } from '../../ui/data-table.js';
import { Money, Said, Time } from '../../ui/values.js';

const payoutOf = (settlement: Settlement): ReactNode => {
  const { payoutReference, paidOn, payoutReversedAt, payoutReversalReason } = settlement;
  if (payoutReference !== undefined)
    return (
      <>
        <Said text={payoutReference} mono /> on {paidOn}
      </>
    );
  if (payoutReversedAt === undefined) return <span className="soft">none yet</span>;
  return (
    <>
      <Said text={settlement.reversedPayoutReference} mono /> was taken back:{' '}
      <Said text={payoutReversalReason} />
    </>
  );
};

const factsOf = (settlement: Settlement): readonly (readonly [string, ReactNode])[] => [
  ['Payout', payoutOf(settlement)],
  ['Cut', <Time key="cut" at={settlement.closedAt} />],
  ['Because of', settlement.reason],
  ...(settlement.statedAt === undefined
    ? []
    : [['Stated', <Time key="stated" at={settlement.statedAt} />] as const]),
  ['Time zone', settlement.timeZone],
  [
    'Id',
    <span key="id" className="mono">
      {settlement.settlementId}
    </span>,
  ],
  ['Position', settlement.position],
  ...(settlement.linesSha256 === undefined
    ? []
    : [
        [
          'Lines, SHA-256',
          <span key="sha" className="mono">
            {settlement.linesSha256}
          </span>,
        ] as const,
      ]),
  ...(settlement.correction === undefined
    ? []
    : [
        [
          'Corrected',
          <Fragment key="correction">
            <Said text={settlement.correction.reason} /> (
            <Said text={settlement.correction.correctedBy} />)
          </Fragment>,
        ] as const,
      ]),
];

export const SettlementFacts = ({ settlement }: { settlement: Settlement }) => (
  <dl className="facts">
    {factsOf(settlement).map(([name, value]) => (
      <Fragment key={name}>
        <dt>{name}</dt>
        <dd>{value}</dd>
      </Fragment>
    ))}
  </dl>
);

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

/** The VAT of the settlement by rate. Refunds are already subtracted from the captures. */
export const VatTable = ({ settlement: { vat = [], currency } }: { settlement: Settlement }) => {
  const columns = useMemo(() => columnsFor(currency), [currency]);
  return <DataTable label="VAT by rate" columns={columns} rows={vat} empty="None." />;
};
