import { Link } from 'react-router';
import { api, read, readAs } from '../../api/client.js';
import type { Settlement, UnsettledAccount } from '../../api/types.js';
import { CommandDialog } from '../../command/command-dialog.js';
import { useCommand } from '../../command/use-command.js';
import { useMoney } from '../../money/currencies.js';
import { counted } from '../../ui/counted.js';
import { SettlementBadge } from './settlement-badge.js';

const waitSeconds = 20;

const cutNow = async ({ store, currency }: UnsettledAccount, key: string): Promise<Settlement> => {
  const { settlementId, position } = await read(
    api.POST('/v1/settlements', {
      params: { header: { 'Idempotency-Key': key } },
      body: { store, currency },
    }),
  );
  return readAs<Settlement>(
    api.GET('/v1/settlements/{id}', {
      params: {
        path: { id: settlementId },
        query: { position },
        header: { Prefer: `wait=${waitSeconds}` },
      },
    }),
  );
};

interface CutDialogProps {
  readonly account: UnsettledAccount;
  readonly onClose: () => void;
}

export const CutDialog = ({ account, onClose }: CutDialogProps) => {
  const { store, currency, captured, refunded, lines } = account;
  const { money } = useMoney();
  const { mutate, data, error, isPending } = useCommand({
    send: cutNow,
    changes: [['settlements']],
  });
  const amount = money(captured - refunded, currency);
  return (
    <CommandDialog
      title={`Settlement of ${store}`}
      verb={`Cut ${amount}`}
      confirmation={`A settlement of ${store} in ${currency} will be cut now: ${amount} in ${counted(lines, 'line')}, ${money(captured, currency)} captured and ${money(refunded, currency)} refunded, and what came since.`}
      isSending={isPending}
      error={error}
      {...(data !== undefined && {
        outcome: (
          <p>
            <Link to={`/settlements/${data.settlementId}`}>Settlement no. {data.number}</Link>{' '}
            <SettlementBadge settlement={data} />
          </p>
        ),
      })}
      onSend={() => mutate(account)}
      onClose={onClose}
    />
  );
};
