import { useState } from 'react';
import type { Settlement } from '../../api/types.js';
import { CommandDialog } from '../../command/command-dialog.js';
import { NotShownYet } from '../../command/read-afterwards.js';
import { sendPayoutReversal } from '../../command/send-settlement-command.js';
import { useCommand } from '../../command/use-command.js';
import { useMoney } from '../../money/currencies.js';
import { TextField } from '../../ui/field.js';
import { Said } from '../../ui/said.js';

interface PayoutReversalDialogProps {
  readonly settlement: Settlement;
  readonly onClose: () => void;
}

/** Takes a payout back that did not come about. The settlement can be paid out anew. */
export const PayoutReversalDialog = ({ settlement, onClose }: PayoutReversalDialogProps) => {
  const { isKnown, money } = useMoney();
  // The settlement changes beneath the dialogue.
  const [before] = useState(settlement);
  const [reason, setReason] = useState('');
  const { mutate, data, error, isPending } = useCommand({
    send: (named: string, key) => sendPayoutReversal(before.settlementId, { reason: named }, key),
    changes: [['settlements'], ['order']],
  });
  const amount = money(before.total ?? 0, before.currency);
  const named = reason.trim();
  return (
    <CommandDialog
      title={`Payout of settlement no. ${before.number}`}
      verb={`Take ${amount} back`}
      confirmation={
        <>
          The payout of {amount} as <Said text={before.payoutReference} mono /> did not come about.
          The settlement will be as before it, and {amount} to be paid out.
        </>
      }
      isDangerous
      isIncomplete={!isKnown || named === ''}
      isKeyed
      isSending={isPending}
      error={error}
      {...(data !== undefined && {
        outcome: data.settlement === undefined ? <NotShownYet /> : <p>The payout is taken back.</p>,
      })}
      onSend={() => mutate(named)}
      onClose={onClose}
    >
      <TextField
        label="Reason"
        hint="It stays in the log: name nobody in it"
        maxLength={128}
        value={reason}
        onChange={({ target }) => setReason(target.value)}
      />
    </CommandDialog>
  );
};
