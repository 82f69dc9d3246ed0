import { useState } from 'react';
import type { Order } from '../../api/types.js';
import { CommandDialog, NotShownYet } from '../../command/command-dialog.js';
import { sendCancellation } from '../../command/send-commands.js';
import { useCommand } from '../../command/use-command.js';
import { useMoney } from '../../money/currencies.js';
import { OrderBadge } from '../../ui/badge.js';
import { Said } from '../../ui/values.js';
import { ReferenceField } from './command-fields.js';

export const CancelDialog = ({ order, onClose }: { order: Order; onClose: () => void }) => {
  const { isKnown, money } = useMoney();
  const [before] = useState(order);
  const [reference, setReference] = useState('');
  const { mutate, data, error, isPending } = useCommand({
    send: (named: string, key) =>
      sendCancellation(before.orderId, named === '' ? {} : { reference: named }, key),
    changes: [['order', before.orderId], ['orders']],
  });
  const left = money(before.remaining, before.currency);
  return (
    <CommandDialog
      title={
        <>
          Cancellation of <Said text={before.orderNumber} />
        </>
      }
      verb={`Cancel ${left}`}
      confirmation={
        <>
          {left} of order <Said text={before.orderNumber} />, all that is not captured, will be
          cancelled.
        </>
      }
      isDangerous
      isIncomplete={!isKnown}
      isKeyed
      isSending={isPending}
      error={error}
      {...(data !== undefined && {
        outcome:
          data.order === undefined ? (
            <NotShownYet />
          ) : (
            <p>
              The order is <OrderBadge status={data.order.status} />, cancelled:{' '}
              {money(data.order.cancelled, before.currency)}.
            </p>
          ),
      })}
      onSend={() => mutate(reference.trim())}
      onClose={onClose}
    >
      <ReferenceField value={reference} onChange={setReference} />
    </CommandDialog>
  );
};
