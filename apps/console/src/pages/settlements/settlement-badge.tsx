import type { Settlement } from '../../api/types.js';
import { Badge } from '../../ui/badge.js';

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
