import { useMemo, useState } from 'react';
import { Link } from 'react-router';
import type { UnsettledAccount } from '../../api/types.js';
import { CommandDialog, NotShownYet } from '../../command/command-dialog.js';
import { sendCut } from '../../command/send-commands.js';
import { useCommand } from '../../command/use-command.js';
import { useMoney } from '../../money/currencies.js';
import { useSession } from '../../session/session.js';
import { Answer, CutNote } from '../../ui/answer.js';
import { SettlementBadge } from '../../ui/badge.js';
import { type Column, DataTable } from '../../ui/data-table.js';
import { Panel } from '../../ui/panel.js';
import { counted, Money, Said, Time } from '../../ui/values.js';
import { useUnsettled } from '../overview/use-overview.js';
import { commandColumn } from '../../ui/columns.js';

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
        commandColumn<UnsettledAccount>((account) => (
          <button className="button" type="button" onClick={() => onCut(account)}>
            Cut…
          </button>
        )),
      ]),
];

/**
 * Shows the totals of the captures and refunds that are in no settlement yet, by store and
 * currency. Administrators can put them into a new settlement here (a cut).
 */
export const UnsettledPanel = () => {
  const found = useUnsettled();
  const isAdmin = useSession().scopes.includes('admin');
  const [cut, setCut] = useState<UnsettledAccount>();
  const columns = useMemo(() => columnsFor(isAdmin ? setCut : undefined), [isAdmin]);
  return (
    <Panel title="Not settled yet" flush>
      <Answer of={found} loading="Adding up">
        {(list) => (
          <>
            <DataTable
              label="Not settled yet"
              columns={columns}
              rows={list.items}
              empty="Everything that was captured and refunded is in a settlement."
            />
            <CutNote of={list} />
          </>
        )}
      </Answer>
      {cut !== undefined && <CutDialog account={cut} onClose={() => setCut(undefined)} />}
    </Panel>
  );
};

interface CutDialogProps {
  readonly account: UnsettledAccount;
  readonly onClose: () => void;
}

export const CutDialog = ({ account, onClose }: CutDialogProps) => {
  const { store, currency, captured, refunded, lines } = account;
  const { isKnown, money } = useMoney();
  const { mutate, data, error, isPending } = useCommand({
    send: sendCut,
    changes: [['settlements']],
  });
  const amount = money(captured - refunded, currency);
  return (
    <CommandDialog
      title={`Settlement of ${store}`}
      verb={`Cut ${amount}`}
      confirmation={`A settlement of ${store} in ${currency} will be cut now: ${amount} in ${counted(lines, 'line')}, ${money(captured, currency)} captured and ${money(refunded, currency)} refunded, and everything newer than this page.`}
      isIncomplete={!isKnown}
      isKeyed
      isSending={isPending}
      error={error}
      {...(data !== undefined && {
        outcome:
          data.settlement === undefined ? (
            <NotShownYet />
          ) : (
            <p>
              <Link to={`/settlements/${data.settlement.settlementId}`}>
                Settlement no. {data.settlement.number}
              </Link>{' '}
              <SettlementBadge settlement={data.settlement} />
            </p>
          ),
      })}
      onSend={() => mutate(account)}
      onClose={onClose}
    />
  );
};
