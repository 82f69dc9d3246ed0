import { useState } from 'react';
import type { Order } from '../../api/types.js';
import { CommandDialog } from '../../command/command-dialog.js';
import { sendRefund, type CommandOutcome } from '../../command/send-order-command.js';
import { NotShownYet } from '../../command/read-afterwards.js';
import { useCommand } from '../../command/use-command.js';
import { useMoney } from '../../money/currencies.js';
import { Money } from '../../ui/money.js';
import { Said } from '../../ui/said.js';
import { Segments } from '../../ui/segments.js';
import { ReferenceField } from './reference-field.js';
import { AmountField } from './capture-dialog.js';

type Way = 'all' | 'amount';

export const RefundDialog = ({ order, onClose }: { order: Order; onClose: () => void }) => {
  const { isKnown, money } = useMoney();
  const [before] = useState(order);
  const [way, setWay] = useState<Way>('all');
  const [typed, setTyped] = useState<number>();
  const [reference, setReference] = useState('');
  const refundable = before.captured - before.refunded;
  const amount = way === 'all' ? refundable : typed;
  const { mutate, data, error, isPending } = useCommand({
    send: (minor: number, key) => {
      const named = reference.trim();
      const body = { amount: minor, ...(named !== '' && { reference: named }) };
      return sendRefund(before.orderId, body, key);
    },
    changes: [['order', before.orderId], ['orders']],
  });
  const isIncomplete = amount === undefined || amount === 0;
  const text = isIncomplete ? '' : money(amount, before.currency);
  return (
    <CommandDialog
      title={
        <>
          Refund of <Said text={before.orderNumber} />
        </>
      }
      verb={`Refund ${text}`}
      confirmation={
        isIncomplete ? (
          'Say how much is to be refunded.'
        ) : (
          <>
            {text} of order <Said text={before.orderNumber} /> will go back to the customer, of{' '}
            {money(refundable, before.currency)} captured and not refunded.
          </>
        )
      }
      isDangerous
      isIncomplete={!isKnown || isIncomplete}
      isKeyed
      isSending={isPending}
      error={error}
      {...(data !== undefined && { outcome: <Outcome outcome={data} /> })}
      onSend={() => amount !== undefined && mutate(amount)}
      onClose={onClose}
    >
      <WayChoice way={way} onWay={setWay} />
      {way === 'amount' && <AmountField currency={before.currency} onAmount={setTyped} />}
      <ReferenceField value={reference} onChange={setReference} />
    </CommandDialog>
  );
};

const Outcome = ({ outcome: { answer, order } }: { outcome: CommandOutcome }) =>
  order === undefined ? (
    <NotShownYet />
  ) : (
    <p>
      {answer.status === 'requested' ? 'Requested at the gateway. ' : ''}Refunded of this order:{' '}
      <Money minor={order.refunded} currency={order.currency} />.
    </p>
  );

const WayChoice = ({ way, onWay }: { way: Way; onWay: (way: Way) => void }) => (
  <div>
    <Segments
      label="What is refunded"
      value={way}
      options={[
        ['all', 'All that was captured'],
        ['amount', 'Amount'],
      ]}
      onChange={onWay}
    />
  </div>
);
