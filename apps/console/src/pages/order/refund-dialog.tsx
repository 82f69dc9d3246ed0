import { useState } from 'react';
import type { Order } from '../../api/types.js';
import { CommandDialog, NotShownYet } from '../../command/command-dialog.js';
import { sendRefund, type OrderOutcome } from '../../command/send-commands.js';
import { useCommand } from '../../command/use-command.js';
import { useMoney } from '../../money/currencies.js';
import { Money, Said } from '../../ui/values.js';
import { Segments } from '../../ui/field.js';
import { AmountField, ReferenceField } from './command-fields.js';

interface Draft {
  readonly way: 'all' | 'amount';
  /**
   * The typed amount in minor units; undefined while the text in the field is not a valid amount.
   */
  readonly typed: number | undefined;
  readonly reference: string;
}

const emptyDraft: Draft = { way: 'all', typed: undefined, reference: '' };

interface RefundBody {
  readonly amount: number;
  readonly reference?: string;
}

/** The body of the refund request; undefined until there is an amount above zero to refund. */
const bodyOf = ({ way, typed, reference }: Draft, refundable: number): RefundBody | undefined => {
  const amount = way === 'all' ? refundable : typed;
  if (amount === undefined || amount === 0) return undefined;
  const named = reference.trim();
  return { amount, ...(named !== '' && { reference: named }) };
};

export const RefundDialog = ({ order, onClose }: { order: Order; onClose: () => void }) => {
  const { isKnown, money } = useMoney();
  const [before] = useState(order);
  const [draft, setDraft] = useState(emptyDraft);
  const refundable = before.captured - before.refunded;
  const request = bodyOf(draft, refundable);
  const { mutate, data, error, isPending } = useCommand({
    send: (body: RefundBody, key) => sendRefund(before.orderId, body, key),
    changes: [['order', before.orderId], ['orders']],
  });
  const amount = request === undefined ? '' : money(request.amount, before.currency);
  return (
    <CommandDialog
      title={
        <>
          Refund of <Said text={before.orderNumber} />
        </>
      }
      verb={`Refund ${amount}`}
      confirmation={
        request === undefined ? (
          'Say how much is to be refunded.'
        ) : (
          <>
            {amount} of order <Said text={before.orderNumber} /> will go back to the customer, of{' '}
            {money(refundable, before.currency)} captured and not refunded.
          </>
        )
      }
      isDangerous
      isIncomplete={!isKnown || request === undefined}
      isKeyed
      isSending={isPending}
      error={error}
      {...(data !== undefined && { outcome: <Outcome outcome={data} /> })}
      onSend={() => request !== undefined && mutate(request)}
      onClose={onClose}
    >
      <DraftFields currency={before.currency} draft={draft} onDraft={setDraft} />
    </CommandDialog>
  );
};

interface DraftFieldsProps {
  readonly currency: string;
  readonly draft: Draft;
  readonly onDraft: (draft: Draft) => void;
}

const DraftFields = ({ currency, draft, onDraft }: DraftFieldsProps) => (
  <>
    <div>
      <Segments
        label="What is refunded"
        value={draft.way}
        options={[
          ['all', 'All that was captured'],
          ['amount', 'Amount'],
        ]}
        // Switching to "Amount" shows an empty field again, so an amount that was typed earlier is
        // dropped.
        onChange={(way) => onDraft({ ...draft, way, typed: undefined })}
      />
    </div>
    {draft.way === 'amount' && (
      <AmountField currency={currency} onAmount={(typed) => onDraft({ ...draft, typed })} />
    )}
    <ReferenceField
      value={draft.reference}
      onChange={(reference) => onDraft({ ...draft, reference })}
    />
  </>
);

const Outcome = ({ outcome: { answer, order } }: { outcome: OrderOutcome }) =>
  order === undefined ? (
    <NotShownYet />
  ) : (
    <p>
      {answer.status === 'requested' ? 'Requested at the gateway. ' : ''}Refunded of this order:{' '}
      <Money minor={order.refunded} currency={order.currency} />.
    </p>
  );
