import { useState } from 'react';
import type { Order } from '../../api/types.js';
import { CommandDialog } from '../../command/command-dialog.js';
import {
  sendCapture,
  type CaptureBody,
  type CommandOutcome,
} from '../../command/send-order-command.js';
import { NotShownYet } from '../../command/read-afterwards.js';
import { useCommand } from '../../command/use-command.js';
import { useMoney } from '../../money/currencies.js';
import { typedAmount } from '../../money/money.js';
import { CaptureBadge } from '../../ui/badge.js';
import { TextField } from '../../ui/field.js';
import { Money } from '../../ui/money.js';
import { Said } from '../../ui/said.js';
import { Segments } from '../../ui/segments.js';
import { ReferenceField } from './reference-field.js';
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
  // The order changes beneath the dialogue once it is captured.
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

/** A part of a B2B order is captured by its rows, never by an amount alone. */
const Draft = ({ order, draft, onDraft }: DraftProps) => (
  <>
    <div>
      <Segments
        label="What is captured"
        value={draft.way}
        options={order.salesSegment === 'B2B' ? waysOfB2b : ways}
        onChange={(way) => onDraft({ ...draft, way })}
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

interface AmountFieldProps {
  readonly currency: string;
  readonly onAmount: (minor: number | undefined) => void;
}

/** An amount is taken only if it can be read in one way. */
export const AmountField = ({ currency, onAmount }: AmountFieldProps) => {
  const { decimalsOf, money } = useMoney();
  const [text, setText] = useState('');
  const decimals = decimalsOf(currency);
  const amountIn = (typed: string): number | undefined =>
    decimals === undefined ? undefined : typedAmount(typed, decimals);
  const read = amountIn(text);
  return (
    <TextField
      label={`Amount in ${currency}`}
      inputMode="decimal"
      autoComplete="off"
      disabled={decimals === undefined}
      value={text}
      hint={
        read === undefined ? `Such as ${decimals === 0 ? '95' : '95.00'}` : money(read, currency)
      }
      wrong={
        text !== '' && read === undefined ? 'Digits with one decimal point or comma' : undefined
      }
      onChange={({ target }) => {
        setText(target.value);
        onAmount(amountIn(target.value));
      }}
    />
  );
};

const Outcome = ({ outcome: { answer, order } }: { outcome: CommandOutcome }) => {
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
