import { useState } from 'react';
import type { Order, Scope } from '../../api/types.js';
import { useSession } from '../../session/session.js';
import { CancelDialog } from './cancel-dialog.js';
import { CaptureDialog } from './capture-dialog.js';
import { RefundDialog } from './refund-dialog.js';

type CommandName = 'capture' | 'refund' | 'cancel';

interface Offer {
  readonly name: CommandName;
  readonly title: string;
  readonly scope: Scope;
  readonly isPossible: (order: Order) => boolean;
}

const isOpen = ({ status }: Order): boolean =>
  status === 'NotActivated' || status === 'PartActivated';

const offers: readonly Offer[] = [
  { name: 'capture', title: 'Capture…', scope: 'captures:write', isPossible: isOpen },
  {
    name: 'refund',
    title: 'Refund…',
    scope: 'refunds:write',
    isPossible: ({ captured, refunded }) => captured > refunded,
  },
  {
    name: 'cancel',
    title: 'Cancel what is left…',
    scope: 'captures:write',
    isPossible: (order) => order.status === 'Expired' || isOpen(order),
  },
];

/** Buttons for the commands that the client's scopes permit and the order's state allows. */
export const OrderCommands = ({ order }: { order: Order }) => {
  const { scopes } = useSession();
  const [open, setOpen] = useState<CommandName>();
  const close = (): void => setOpen(undefined);
  return (
    <>
      {offers
        .filter(({ scope }) => scopes.includes(scope))
        .map(({ name, title, isPossible }) => (
          <button
            key={name}
            className={`button ${name === 'capture' ? 'primary' : ''}`}
            type="button"
            disabled={!isPossible(order)}
            onClick={() => setOpen(name)}
          >
            {title}
          </button>
        ))}
      {open === 'capture' && <CaptureDialog order={order} onClose={close} />}
      {open === 'refund' && <RefundDialog order={order} onClose={close} />}
      {open === 'cancel' && <CancelDialog order={order} onClose={close} />}
    </>
  );
};
