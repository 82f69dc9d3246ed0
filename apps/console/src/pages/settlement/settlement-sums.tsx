import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { api, readAs } from '../../api/client.js';
import type { Settlement } from '../../api/types.js';
import { Loading } from '../../ui/answer.js';
import { Money } from '../../ui/values.js';

/**
 * Finds a settlement by its number, for a link to the previous or the next settlement of the same
 * store and currency.
 */
const useNumbered = ({ store, currency }: Settlement, number: number) =>
  useQuery({
    queryKey: ['settlements', 'numbered', store, currency, number],
    queryFn: () =>
      readAs<{ readonly items: readonly Settlement[] }>(
        api.GET('/v1/settlements', { params: { query: { store, currency, number, limit: 1 } } }),
      ),
    enabled: number > 0,
    select: ({ items }) => items[0],
  }).data;

interface NumberedProps {
  readonly settlement: Settlement;
  readonly number: number;
  /** The text to show if no settlement with this number exists yet. */
  readonly otherwise: string;
}

const Numbered = ({ settlement, number, otherwise }: NumberedProps) => {
  const found = useNumbered(settlement, number);
  if (found === undefined) return otherwise;
  return <Link to={`/settlements/${found.settlementId}`}>settlement no. {number}</Link>;
};

/** Says from which settlement a negative balance was carried over into this one. */
const carriedFrom = (settlement: Settlement): ReactNode => {
  const { ingoingBalance = 0, number } = settlement;
  if (ingoingBalance === 0) return 'nothing was carried over';
  return (
    <>
      from{' '}
      <Numbered settlement={settlement} number={number - 1} otherwise="the settlement before" />
    </>
  );
};

/**
 * Says when the total was paid out. A total below zero is not paid out, but carried over into the
 * next settlement.
 */
const payoutOf = (settlement: Settlement): ReactNode => {
  const { total = 0, currency, number, paidOn, payoutReference } = settlement;
  if (payoutReference !== undefined)
    return (
      <>
        <Money minor={total} currency={currency} /> paid out on {paidOn}
      </>
    );
  if (total > 0) return 'to be paid out';
  if (total === 0) return 'nothing to pay out';
  return (
    <>
      carried over into{' '}
      <Numbered settlement={settlement} number={number + 1} otherwise="the next settlement" />
    </>
  );
};

interface TermProps {
  readonly label: string;
  readonly sign?: string;
  readonly note?: ReactNode;
  readonly children: ReactNode;
}

const Term = ({ label, sign, note, children }: TermProps) => (
  <div className="term" data-figure={label}>
    <dt className="label">
      {sign !== undefined && <span className="sign">{sign}</span>} {label}
    </dt>
    <dd className="value">{children}</dd>
    {note !== undefined && <dd className="note">{note}</dd>}
  </div>
);

/**
 * The sums of a settlement as an equation: balance + captured - refunded - fees = total. The note
 * at the total says whether it was paid out.
 */
export const SettlementSums = ({ settlement }: { settlement: Settlement }) => {
  const { currency, ingoingBalance = 0, captured = 0, refunded = 0, fees = 0, total } = settlement;
  if (total === undefined) return <Loading what="The settlement will be stated in a moment" />;
  const money = (minor: number): ReactNode => <Money minor={minor} currency={currency} />;
  return (
    <dl className="figures equation">
      <Term label="Balance carried" note={carriedFrom(settlement)}>
        {money(ingoingBalance)}
      </Term>
      <Term sign="+" label="Captured">
        {money(captured)}
      </Term>
      <Term sign="−" label="Refunded">
        {money(refunded)}
      </Term>
      <Term sign="−" label="Fees">
        {money(fees)}
      </Term>
      <Term sign="=" label="Total" note={payoutOf(settlement)}>
        {money(total)}
      </Term>
    </dl>
  );
};
