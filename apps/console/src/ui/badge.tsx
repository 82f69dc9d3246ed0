import type { ReactNode } from 'react';
import type { OrderStatus } from '../api/types.js';

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
