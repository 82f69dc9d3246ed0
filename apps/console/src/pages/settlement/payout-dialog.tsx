import { useState } from 'react';
import { api, read, readAs } from '../../api/client.js';
import type { Settlement } from '../../api/types.js';
import { CommandDialog } from '../../command/command-dialog.js';
import { useCommand } from '../../command/use-command.js';
import { useMoney } from '../../money/currencies.js';
import { TextField } from '../../ui/field.js';

const waitSeconds = 20;

interface Payout {
  readonly reference: string;
  readonly paidOn?: string;
}

const recordPayout = async (settlementId: string, body: Payout, key: string) => {
  const path = { id: settlementId };
  const { position } = await read(
    api.POST('/v1/settlements/{id}/payout', {
      params: { path, header: { 'Idempotency-Key': key } },
      body,
    }),
  );
  const header = { Prefer: `wait=${waitSeconds}` };
  return readAs<Settlement>(
    api.GET('/v1/settlements/{id}', { params: { path, query: { position }, header } }),
  );
};

interface PayoutDialogProps {
  readonly settlement: Settlement;
  readonly onClose: () => void;
}

/** Records that the bank paid a settlement out. */
export const PayoutDialog = ({ settlement, onClose }: PayoutDialogProps) => {
  const { money } = useMoney();
  const [reference, setReference] = useState('');
  const [paidOn, setPaidOn] = useState('');
  const { mutate, data, error, isPending } = useCommand({
    send: (body: Payout, key) => recordPayout(settlement.settlementId, body, key),
    changes: [['settlements'], ['order']],
  });
  const amount = money(settlement.total ?? 0, settlement.currency);
  const named = reference.trim();
  return (
    <CommandDialog
      title={`Payout of settlement no. ${settlement.number}`}
      verb={`Record ${amount}`}
      confirmation={`The payout of ${amount} to ${settlement.store} will be recorded.`}
      isIncomplete={named === ''}
      isSending={isPending}
      error={error}
      {...(data !== undefined && {
        outcome: (
          <p>
            Paid out on {data.paidOn} as <span className="mono">{data.payoutReference}</span>.
          </p>
        ),
      })}
      onSend={() => mutate({ reference: named, ...(paidOn !== '' && { paidOn }) })}
      onClose={onClose}
    >
      <TextField
        label="Reference"
        hint="How the bank knows the payment"
        maxLength={128}
        value={reference}
        onChange={({ target }) => setReference(target.value)}
      />
      <TextField
        label="Paid on"
        hint="The bank’s date; today if left out"
        type="date"
        value={paidOn}
        onChange={({ target }) => setPaidOn(target.value)}
      />
    </CommandDialog>
  );
};
