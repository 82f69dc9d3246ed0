import { useState } from 'react';
import type { Settlement } from '../../api/types.js';
import { CommandDialog, NotShownYet } from '../../command/command-dialog.js';
import { type PayoutBody, sendPayout, sendPayoutReversal } from '../../command/send-commands.js';
import { useCommand } from '../../command/use-command.js';
import { useMoney } from '../../money/currencies.js';
import { TextField } from '../../ui/field.js';
import { Said } from '../../ui/values.js';

/** A button to record that the settlement was paid out, and one to reverse that record. */
export const PayoutCommands = ({ settlement }: { settlement: Settlement }) => {
  const [open, setOpen] = useState<'payout' | 'reversal'>();
  const { status, total = 0 } = settlement;
  const close = (): void => setOpen(undefined);
  return (
    <>
      {status === 'stated' && total > 0 && (
        <button className="button primary" type="button" onClick={() => setOpen('payout')}>
          Record the payout…
        </button>
      )}
      {status === 'paidOut' && (
        <button className="button" type="button" onClick={() => setOpen('reversal')}>
          Take the payout back…
        </button>
      )}
      {open === 'payout' && <PayoutDialog settlement={settlement} onClose={close} />}
      {open === 'reversal' && <PayoutReversalDialog settlement={settlement} onClose={close} />}
    </>
  );
};

interface PayoutDialogProps {
  readonly settlement: Settlement;
  readonly onClose: () => void;
}

/** A dialogue in which the user records that the bank has paid the settlement to the merchant. */
const PayoutDialog = ({ settlement, onClose }: PayoutDialogProps) => {
  const { isKnown, money } = useMoney();
  // The dialogue keeps showing the settlement as it was before the command. The page around it
  // reads the settlement again afterwards, which would change the amounts in the confirmation.
  const [before] = useState(settlement);
  const [draft, setDraft] = useState({ reference: '', paidOn: '' });
  const { mutate, data, error, isPending } = useCommand({
    send: (body: PayoutBody, key) => sendPayout(before.settlementId, body, key),
    changes: [['settlements'], ['order']],
  });
  const amount = money(before.total ?? 0, before.currency);
  const reference = draft.reference.trim();
  const { paidOn } = draft;
  return (
    <CommandDialog
      title={`Payout of settlement no. ${before.number}`}
      verb={`Record ${amount}`}
      confirmation={`The payout of ${amount} to ${before.store} will be recorded.`}
      isIncomplete={!isKnown || reference === ''}
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
      onSend={() => mutate({ reference, ...(paidOn !== '' && { paidOn }) })}
      onClose={onClose}
    >
      <PayoutFields draft={draft} onDraft={setDraft} />
    </CommandDialog>
  );
};

interface PayoutDraft {
  readonly reference: string;
  /** The day of the payout, such as `2026-11-20`. Empty means today. */
  readonly paidOn: string;
}

interface PayoutFieldsProps {
  readonly draft: PayoutDraft;
  readonly onDraft: (draft: PayoutDraft) => void;
}

const PayoutFields = ({ draft, onDraft }: PayoutFieldsProps) => (
  <>
    <TextField
      label="Reference"
      hint="The bank’s reference of the payment"
      maxLength={128}
      value={draft.reference}
      onChange={({ target }) => onDraft({ ...draft, reference: target.value })}
    />
    <TextField
      label="Paid on"
      hint="The bank’s date; today if left out"
      type="date"
      value={draft.paidOn}
      onChange={({ target }) => onDraft({ ...draft, paidOn: target.value })}
    />
  </>
);

/**
 * Reverses the record of a payout that the bank did not make. The settlement can then be paid out
 * again.
 */
const PayoutReversalDialog = ({ settlement, onClose }: PayoutDialogProps) => {
  const { isKnown, money } = useMoney();
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
          The payout of {amount} with the reference <Said text={before.payoutReference} mono />{' '}
          failed and will be taken back. The settlement is then unpaid again, with {amount} to pay
          out.
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
        hint="The reason stays in the log: do not name a person"
        maxLength={128}
        value={reason}
        onChange={({ target }) => setReason(target.value)}
      />
    </CommandDialog>
  );
};
