import { Link } from 'react-router';
import type { UnsettledAccount } from '../../api/types.js';
import { CommandDialog } from '../../command/command-dialog.js';
import { NotShownYet } from '../../command/read-afterwards.js';
import { sendCut } from '../../command/send-settlement-command.js';
import { useCommand } from '../../command/use-command.js';
import { useMoney } from '../../money/currencies.js';
import { counted } from '../../ui/counted.js';
import { SettlementBadge } from './settlement-badge.js';

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
      confirmation={`A settlement of ${store} in ${currency} will be cut now: ${amount} in ${counted(lines, 'line')}, ${money(captured, currency)} captured and ${money(refunded, currency)} refunded, and what came since.`}
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
