import { expect, test } from '@jest/globals';
import type { SettlementView } from '#read-models';
import { settlementLine } from './settlement-show.js';

const settlement = (total: number, other: object = {}): SettlementView =>
  ({
    ...{ settlementId: 's-1', number: 7, currency: 'SEK', timeZone: 'UTC', totals: { total } },
    ...{ startDate: '2026-03-28', endDate: '2026-03-29', ...other },
  }) as unknown as SettlementView;

const start = 's-1       7  2026-03-28 to 2026-03-29  ';
const paid = { paidOutAt: '2026-03-30T10:00:00.000Z', payoutReference: 'BG 1' };
const reversed = {
  ...{ payoutReversedAt: '2026-03-31T08:00:00.000Z', payoutReversalReason: 'closed\u001b' },
  ...{ reversedPayoutReference: 'BG 0', reversedPaidOn: '2026-03-29' },
};
const takenBack =
  '  payout of 2026-03-29 as BG 0 taken back 2026-03-31T08:00:00.000Z: closed\ufffd';

test.each([
  ['that is not paid out', settlement(28_500), '          285.00 SEK'],
  [
    'that is paid out',
    settlement(28_500, paid),
    '          285.00 SEK  paid out 2026-03-30 as BG 1',
  ],
  ['below zero', settlement(-500), '           -5.00 SEK  carried over into the next settlement'],
  ['whose payout came back', settlement(28_500, reversed), `          285.00 SEK${takenBack}`],
  [
    'that was paid out again',
    settlement(28_500, { ...paid, ...reversed }),
    `          285.00 SEK  paid out 2026-03-30 as BG 1${takenBack}`,
  ],
])('a settlement %s, in a list', (_which, shown, line) => {
  expect(settlementLine(shown)).toBe(`${start}${line}`);
});
