import { useState } from 'react';
import type { Settlement } from '../../api/types.js';
import { CommandDialog } from '../../command/command-dialog.js';
import { NotShownYet } from '../../command/read-afterwards.js';
import { sendPayout, type PayoutBody } from '../../command/send-settlement-command.js';
import { useCommand } from '../../command/use-command.js';
import { useMoney } from '../../money/currencies.js';
import { TextField } from '../../ui/field.js';
import { Said } from '../../ui/said.js';

interface PayoutDialogProps {
  readonly settlement: Settlement;
  readonly onClose: () => void;
}

/** Records that the bank paid a settlement out. */
export const PayoutDialog = ({ settlement, onClose }: PayoutDialogProps) => {
  const { isKnown, money } = useMoney();
  const [reference, setReference] = useState('');
  const [paidOn, setPaidOn] = useState('');
  const { mutate, data, error, isPending } = useCommand({
    send: (body: PayoutBody, key) => sendPayout(settlement.settlementId, body, key),
    changes: [['settlements'], ['order']],
  });
  const amount = money(settlement.total ?? 0, settlement.currency);
  const named = reference.trim();
  return (
    <CommandDialog
      title={`Payout of settlement no. ${settlement.number}`}
      verb={`Record ${amount}`}
      confirmation={`The payout of ${amount} to ${settlement.store} will be recorded.`}
      isIncomplete={!isKnown || named === ''}
      isKeyed
      isSending={isPending}
      error={error}
      {...(data !== undefined && {
        outcome:
          data.settlement === undefined ? (
            <NotShownYet />
          ) : (
            <p>
              Paid out on {data.settlement.paidOn} as{' '}
              <Said text={data.settlement.payoutReference} mono />.
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
