import { useState } from 'react';
import type { Order } from '../../api/types.js';
import { CommandDialog, NotShownYet } from '../../command/command-dialog.js';
import { sendCapture, type CaptureBody, type OrderOutcome } from '../../command/send-commands.js';
import { useCommand } from '../../command/use-command.js';
import { useMoney } from '../../money/currencies.js';
import { CaptureBadge } from '../../ui/badge.js';
import { TextField, Segments } from '../../ui/field.js';
import { Money, Said } from '../../ui/values.js';
import { AmountField, ReferenceField } from './command-fields.js';
import { captureRequestOf, type CaptureDraft, type CaptureWay } from './capture-request.js';
import { QuantityChoice } from './quantity-choice.js';

const emptyDraft: CaptureDraft = {
  way: 'all',
  quantities: new Map(),
  amount: undefined,
  reference: '',
  description: '',
};

export const CaptureDialog = ({ order, onClose }: { order: Order; onClose: () => void }) => {
  const { isKnown, money } = useMoney();
  // The dialogue keeps showing the order as it was before the capture. The page around it reads the
  // order again after the capture, which would change the amounts in the confirmation.
  const [before] = useState(order);
  const [draft, setDraft] = useState(emptyDraft);
  const request = captureRequestOf(before, draft);
  const { mutate, data, error, isPending } = useCommand({
    send: (body: CaptureBody, key) => sendCapture(before.orderId, body, key),
    changes: [['order', before.orderId], ['orders']],
  });
  const amount = request === undefined ? '' : money(request.amount, before.currency);
  return (
    <CommandDialog
      title={
        <>
          Capture of <Said text={before.orderNumber} />
        </>
      }
      verb={`Capture ${amount}`}
      confirmation={
        request === undefined ? (
          'Say what is to be captured.'
        ) : (
          <>
            {amount} of order <Said text={before.orderNumber} /> will be captured, of{' '}
            {money(before.remaining, before.currency)} left.
          </>
        )
      }
      isIncomplete={!isKnown || request === undefined}
      isKeyed
      isSending={isPending}
      error={error}
      {...(data !== undefined && { outcome: <Outcome outcome={data} /> })}
      onSend={() => request !== undefined && mutate(request)}
      onClose={onClose}
    >
      <Draft order={before} draft={draft} onDraft={setDraft} />
    </CommandDialog>
  );
};

interface DraftProps {
  readonly order: Order;
  readonly draft: CaptureDraft;
  readonly onDraft: (draft: CaptureDraft) => void;
}

const waysOfB2b: readonly (readonly [CaptureWay, string])[] = [
  ['all', 'All that is left'],
  ['rows', 'Rows'],
];

const ways: typeof waysOfB2b = [...waysOfB2b, ['amount', 'Amount']];

/**
 * The fields of a capture. A B2B order can be captured in part by choosing rows, but not by amount.
 */
const Draft = ({ order, draft, onDraft }: DraftProps) => (
  <>
    <div>
      <Segments
        label="What is captured"
        value={draft.way}
        options={order.salesSegment === 'B2B' ? waysOfB2b : ways}
        // Switching to "Amount" shows an empty field again, so an amount that was typed earlier is
        // dropped.
        onChange={(way) => onDraft({ ...draft, way, amount: undefined })}
      />
    </div>
    {draft.way === 'rows' && (
      <QuantityChoice
        order={order}
        quantities={draft.quantities}
        onQuantities={(quantities) => onDraft({ ...draft, quantities })}
      />
    )}
    {draft.way === 'amount' && (
      <AmountField currency={order.currency} onAmount={(amount) => onDraft({ ...draft, amount })} />
    )}
    <ReferenceField
      value={draft.reference}
      onChange={(reference) => onDraft({ ...draft, reference })}
    />
    <TextField
      label="Description"
      maxLength={50}
      value={draft.description}
      onChange={({ target }) => onDraft({ ...draft, description: target.value })}
    />
  </>
);

const Outcome = ({ outcome: { answer, order } }: { outcome: OrderOutcome }) => {
  const capture = order?.captures.find(({ captureId }) => captureId === answer.captureId);
  return order === undefined || capture === undefined ? (
    <NotShownYet />
  ) : (
    <p>
      The order shows the capture of <Money minor={capture.amount} currency={order.currency} />:{' '}
      <CaptureBadge status={capture.status} />. Left:{' '}
      <Money minor={order.remaining} currency={order.currency} />.
    </p>
  );
};
