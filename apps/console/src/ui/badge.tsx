import type { ReactNode } from 'react';
import type { OrderStatus, Settlement } from '../api/types.js';

export type Tone = 'plain' | 'good' | 'warn' | 'bad' | 'accent';

export const Badge = ({ tone = 'plain', children }: { tone?: Tone; children: ReactNode }) => (
  <span className={`badge ${tone}`}>{children}</span>
);

const orderTones: Readonly<Record<OrderStatus, Tone>> = {
  Pending: 'warn',
  NotActivated: 'accent',
  PartActivated: 'accent',
  Activated: 'good',
  Returned: 'plain',
  Closed: 'plain',
  Expired: 'bad',
};

export const OrderBadge = ({ status }: { status: OrderStatus }) => (
  <Badge tone={orderTones[status]}>{status}</Badge>
);

const captureTones = { requested: 'warn', settled: 'good', failed: 'bad' } as const;

export const CaptureBadge = ({ status }: { status: keyof typeof captureTones }) => (
  <Badge tone={captureTones[status]}>{status}</Badge>
);

const tones = { closed: 'warn', stated: 'accent', paidOut: 'good' } as const;
const names = { closed: 'cut', stated: 'stated', paidOut: 'paid out' } as const;

export const SettlementBadge = ({ settlement }: { settlement: Settlement }) => (
  <>
    <Badge tone={tones[settlement.status]}>{names[settlement.status]}</Badge>
    {settlement.problem !== undefined && <Badge tone="bad">not stated</Badge>}
    {settlement.correction !== undefined && <Badge tone="warn">corrected</Badge>}
    {settlement.payoutReversedAt !== undefined && settlement.paidOutAt === undefined && (
      <Badge tone="bad">payout taken back</Badge>
    )}
  </>
);
