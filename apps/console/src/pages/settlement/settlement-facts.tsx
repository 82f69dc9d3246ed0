import { Fragment, type ReactNode } from 'react';
import type { Settlement } from '../../api/types.js';
import { Said } from '../../ui/said.js';
import { Time } from '../../ui/time.js';

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
