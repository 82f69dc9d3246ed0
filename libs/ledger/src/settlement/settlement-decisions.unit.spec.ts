import { describe, expect, test } from '@jest/globals';
import { closeSettlement, type CloseSettlement } from './close-settlement.js';
import { evolveSettlement } from './evolve-settlement.js';
import { fingerprint } from '../order/idempotency.js';
import { payOutSettlement, reversePayout } from './pay-out-settlement.js';
import { type SettlementAccount, SettlementViolated } from './settlement-account.js';
import { type SettlementDecision, settlementActionIdOf } from './settlement-decision.js';
import {
  type RecordedSettlementChange,
  type SettlementCause,
  settlementIdOf,
} from './settlement-events.js';
import { correctSettlement, type StatementByLog } from './correct-settlement.js';
import { stateSettlement } from './state-settlement.js';
import { StatementSum } from './statement-sum.js';
import type { SettlementLine } from './settlement-line.js';

const stream = { storeId: 'demo-se', currency: 'SEK' };
const at = '2026-03-29T22:00:01.000Z';
const idOf = (number: number): string => settlementIdOf({ ...stream, number });

type Account = SettlementAccount | undefined;

const close =
  (given: Partial<CloseSettlement> = {}) =>
  (account: Account): SettlementDecision =>
    closeSettlement(account, {
      ...stream,
      timeZone: 'Europe/Stockholm',
      at,
      periodEnd: '2026-03-29T22:00:00.000Z',
      reason: 'schedule',
      head: { cuts: account?.last.number ?? 0, firstUnsettledAt: '2026-03-29T08:00:00.000Z' },
      ...given,
    });

const line = (amount: number): SettlementLine => ({
  type: amount < 0 ? 'Return' : 'Purchase',
  lineId: 'l',
  orderId: 'o',
  orderNumber: '1',
  paymentMethod: 'invoice',
  captureId: 'l',
  amount,
  vat: [{ vatRate: 0, gross: amount, vat: 0 }],
  capturedAt: at,
  settledAt: at,
});

const state =
  (number: number, ...amounts: readonly number[]) =>
  (account: Account): SettlementDecision => {
    const lines = new StatementSum();
    for (const amount of amounts) lines.add(line(amount));
    return stateSettlement(account, { settlementId: idOf(number), at, lines });
  };

const reverse =
  (number: number, idempotencyKey?: string) =>
  (account: Account): SettlementDecision =>
    reversePayout(account, {
      settlementId: idOf(number),
      at,
      reason: 'returned by the bank',
      ...(idempotencyKey !== undefined && { idempotencyKey }),
    });

/**
 * Returns the figures of the recorded statement as if they were the sums computed from the log, so
 * that the log and the statement agree.
 */
const agreeing = (account: Account, number: number): StatementByLog => ({
  totals: () => account?.settlements.get(idOf(number))?.figures ?? new StatementSum().totals(0),
});

const payOutOn =
  (paidOn: string) =>
  (account: Account): SettlementDecision =>
    payOutSettlement(account, {
      ...{ settlementId: idOf(1), at, reference: 'BG 1', paidOn },
      byLog: agreeing(account, 1),
    });

const payOut =
  (number: number, reference = 'BG 1', idempotencyKey?: string) =>
  (account: Account): SettlementDecision =>
    payOutSettlement(account, {
      settlementId: idOf(number),
      at,
      byLog: agreeing(account, number),
      reference,
      ...(idempotencyKey !== undefined && { idempotencyKey }),
    });

type Command = (account: Account) => SettlementDecision;

/** The state of the settlements after these commands, each of which must be accepted. */
const after = (...commands: readonly Command[]): Account =>
  commands.reduce<Account>((account, command) => {
    const decision = command(account);
    if (decision.kind !== 'accepted') throw new Error(`Not accepted: ${JSON.stringify(decision)}`);
    return evolveSettlement(account, { ...decision.event, cause: decision.cause });
  }, undefined);

const code = (decision: SettlementDecision): string =>
  decision.kind === 'rejected' ? decision.code : decision.kind;

describe('closing a settlement', () => {
  test('makes the next number, and its period begins where the last one ended', () => {
    const decision = close({ periodEnd: '2026-03-30T22:00:00.000Z' })(after(close()));
    expect(decision).toMatchObject({
      kind: 'accepted',
      event: {
        type: 'SettlementClosed',
        data: {
          settlementId: idOf(2),
          number: 2,
          periodStart: '2026-03-29T22:00:00.000Z',
          periodEnd: '2026-03-30T22:00:00.000Z',
        },
      },
    });
  });

  test('is refused when there is nothing', () => {
    expect(code(close({ head: { cuts: 0 } })(undefined))).toBe('SETTLEMENT_NOTHING_TO_SETTLE');
  });

  test('is stale on what was seen before another cut', () => {
    const head = { cuts: 0, firstUnsettledAt: at };
    expect(code(close({ head })(after(close())))).toBe('stale');
  });

  test('has one effect under one key', () => {
    const account = after(close({ idempotencyKey: 'k' }));
    expect(close({ idempotencyKey: 'k' })(account)).toEqual({
      kind: 'replayed',
      settlementId: idOf(1),
      revision: 0,
    });
  });
});

describe('the end of a period', () => {
  test('is its begin if the clock of another machine is behind', () => {
    const earlier = close({ periodEnd: '2026-03-28T22:00:00.000Z' })(after(close()));
    expect(earlier).toMatchObject({
      event: {
        data: { periodStart: '2026-03-29T22:00:00.000Z', periodEnd: '2026-03-29T22:00:00.000Z' },
      },
    });
  });
});

describe('what caused an event of a settlement', () => {
  const keyed = { idempotencyKey: 'k' };
  const settlementId = idOf(1);
  const correct = (account: Account) => {
    const byLog = new StatementSum();
    const request = { settlementId, at, byLog, reason: 'wrong', by: 'operator', ...keyed };
    return correctSettlement(account, request);
  };

  test.each<[SettlementCause['action'], SettlementDecision, object]>([
    ['close-settlement', close(keyed)(undefined), stream],
    [
      'pay-out-settlement',
      payOut(1, 'BG 1', 'k')(after(close(), state(1, 5))),
      { settlementId, reference: 'BG 1' },
    ],
    [
      'reverse-settlement-payout',
      reverse(1, 'k')(after(close(), state(1, 5), payOut(1))),
      { settlementId, reason: 'returned by the bank' },
    ],
    ['correct-settlement', correct(after(close(), state(1, 5))), { settlementId, reason: 'wrong' }],
  ])('is the action %s with its key and the fingerprint of its request', (...of) => {
    const [action, decision, request] = of;
    expect(decision).toMatchObject({ kind: 'accepted' });
    expect('cause' in decision && decision.cause).toEqual({
      ...{ action, fingerprint: fingerprint({ action, ...request }), idempotencyKey: 'k' },
    });
  });

  test('is without a key for a request without one, and for a statement', () => {
    const action = 'state-settlement';
    const statement = state(1, 5)(after(close()));
    expect('cause' in statement && statement.cause).toEqual({
      ...{ action, fingerprint: fingerprint({ action, settlementId }) },
    });
    for (const decision of [
      close()(undefined),
      payOut(1)(after(close(), state(1, 5))),
      reverse(1)(after(close(), state(1, 5), payOut(1))),
    ])
      expect('cause' in decision && Object.keys(decision.cause)).toEqual(['action', 'fingerprint']);
    const unkeyed = payOut(1)(after(close(), state(1, 5)));
    expect('event' in unkeyed && unkeyed.event.data).not.toHaveProperty('paidOn');
  });
});

describe('stating a settlement', () => {
  test('carries a negative total over, and a positive one not', () => {
    const account = after(
      close(),
      state(1, 100, -300),
      close(),
      state(2, 150),
      close(),
      state(3, 70),
    );
    expect(account?.settlements.get(idOf(3))?.figures?.total).toBe(20);
    expect(state(4)(after(close()))).toMatchObject({ code: 'SETTLEMENT_NOT_FOUND' });
    const next = close()(account);
    expect(next.kind).toBe('accepted');
    expect(
      state(4, 5)(after(close(), state(1, 9), close(), state(2, 9), close(), state(3, 9), close())),
    ).toMatchObject({ event: { data: { ingoingBalance: 0, total: 5 } } });
  });

  test('waits for the one before', () => {
    expect(code(state(2, 5)(after(close(), close())))).toBe('stale');
  });

  test('is done once', () => {
    expect(code(state(1, 5)(after(close(), state(1, 5))))).toBe('replayed');
  });
});

describe('paying out', () => {
  test('is refused before the statement, twice, and when there is nothing', () => {
    expect(code(payOut(1)(after(close())))).toBe('SETTLEMENT_NOT_STATED');
    expect(code(payOut(1)(after(close(), state(1, 0))))).toBe('SETTLEMENT_NOTHING_TO_PAY_OUT');
    expect(code(payOut(1)(after(close(), state(1, 5), payOut(1))))).toBe(
      'SETTLEMENT_ALREADY_PAID_OUT',
    );
    expect(code(payOut(1)(undefined))).toBe('SETTLEMENT_NOT_FOUND');
  });

  test('is done once under one key, which means one reference', () => {
    const account = after(close(), state(1, 5), payOut(1, 'BG 1', 'k'));
    expect(code(payOut(1, 'BG 1', 'k')(account))).toBe('replayed');
    expect(code(payOut(1, 'BG 2', 'k')(account))).toBe('IDEMPOTENCY_KEY_REUSED');
  });
});

describe("a payout with the bank's date", () => {
  const stated = after(close(), state(1, 5));

  test('keeps it, from the last day of the period to ten days ahead', () => {
    for (const paidOn of ['2026-03-29', '2026-03-30', '2026-04-09'])
      expect(payOutOn(paidOn)(stated)).toMatchObject({
        event: { data: { paidOn, paidOutAt: at } },
      });
    expect(code(payOutOn('2026-03-28')(stated))).toBe('SETTLEMENT_PAYOUT_TOO_EARLY');
    expect(code(payOutOn('2026-04-10')(stated))).toBe('SETTLEMENT_PAYOUT_IN_FUTURE');
  });

  test('is another request than one without it, under one key', () => {
    const keyed = (paidOn?: string) => (account: Account) =>
      payOutSettlement(account, {
        ...{ settlementId: idOf(1), at, reference: 'BG 1', idempotencyKey: 'k' },
        byLog: agreeing(account, 1),
        ...(paidOn !== undefined && { paidOn }),
      });
    const account = after(close(), state(1, 5), keyed('2026-03-30'));
    expect(code(keyed('2026-03-30')(account))).toBe('replayed');
    expect(code(keyed('2026-03-31')(account))).toBe('IDEMPOTENCY_KEY_REUSED');
    expect(code(keyed()(account))).toBe('IDEMPOTENCY_KEY_REUSED');
  });
});

describe('taking a payout back', () => {
  test('names what it takes back, and lets the settlement be paid out anew', () => {
    const account = after(close(), state(1, 5), payOut(1));
    expect(reverse(1)(account)).toMatchObject({
      event: {
        type: 'SettlementPayoutReversed',
        data: { number: 1, amount: 5, reference: 'BG 1', reason: 'returned by the bank' },
      },
    });
    const reversed = after(close(), state(1, 5), payOut(1), reverse(1));
    expect(reversed?.settlements.get(idOf(1))?.payout).toBeUndefined();
    expect(code(payOut(1, 'BG 2')(reversed))).toBe('accepted');
  });

  test('is refused where no payout stands', () => {
    expect(code(reverse(1)(undefined))).toBe('SETTLEMENT_NOT_FOUND');
    expect(code(reverse(1)(after(close(), state(1, 5))))).toBe('SETTLEMENT_NOT_PAID_OUT');
    expect(code(reverse(1)(after(close(), state(1, 5), payOut(1), reverse(1))))).toBe(
      'SETTLEMENT_NOT_PAID_OUT',
    );
  });

  test('is done once under one key, also when it was paid out anew since', () => {
    const account = after(close(), state(1, 5), payOut(1), reverse(1, 'k'), payOut(1, 'BG 2'));
    expect(code(reverse(1, 'k')(account))).toBe('replayed');
  });

  test('of another amount or reference is no history', () => {
    const cause = { action: 'reverse-settlement-payout', fingerprint: 'f' } as const;
    const decision = reverse(1)(after(close(), state(1, 5), payOut(1)));
    if (decision.kind !== 'accepted') throw new Error(decision.kind);
    const event = { ...decision.event, cause };
    for (const account of [
      after(close(), state(1, 5)),
      after(close(), state(1, 5), payOut(1, 'BG 2')),
      after(close(), state(1, 6), payOut(1)),
    ])
      expect(() => evolveSettlement(account, event)).toThrow(SettlementViolated);
  });
});

describe('correcting a statement', () => {
  /**
   * Corrects a statement. The log always gives a single capture of 7 minor units, no matter what
   * the statement says.
   */
  const correct =
    (number: number, reason = 'tampered with', idempotencyKey?: string) =>
    (account: Account): SettlementDecision => {
      const byLog = new StatementSum();
      byLog.add(line(7));
      return correctSettlement(account, {
        ...{ settlementId: idOf(number), at, byLog, reason, by: 'operator' },
        ...(idempotencyKey !== undefined && { idempotencyKey }),
      });
    };

  test('is done once under one key, which means one reason', () => {
    const account = after(close(), state(1, 5), correct(1, 'tampered with', 'k'));
    expect(correct(1, 'tampered with', 'k')(account)).toEqual({
      ...{ kind: 'replayed', settlementId: idOf(1), revision: 2 },
    });
    expect(code(correct(1, 'another', 'k')(account))).toBe('IDEMPOTENCY_KEY_REUSED');
    expect(code(correct(1)(account))).toBe('SETTLEMENT_NOTHING_TO_CORRECT');
    expect(code(reverse(1, 'k')(account))).toBe('SETTLEMENT_NOT_PAID_OUT');
  });

  test('is refused before the statement, and while the log cannot be read', () => {
    expect(code(correct(1)(after(close())))).toBe('SETTLEMENT_NOT_STATED');
    const unread = correctSettlement(after(close(), state(1, 5)), {
      ...{ settlementId: idOf(1), at, reason: 'r', by: 'operator', byLog: { untold: 'broken' } },
    });
    expect(unread).toMatchObject({
      code: 'SETTLEMENT_LINES_UNREADABLE',
      detail: expect.stringContaining('broken'),
    });
  });
});

describe('a settlement that the store does not have', () => {
  const correctUnknown = (account: Account) =>
    correctSettlement(account, {
      ...{ settlementId: idOf(9), at, byLog: new StatementSum(), reason: 'r', by: 'operator' },
    });

  test.each<[string, Command]>([
    ['stated', state(9, 5)],
    ['paid out', payOut(9)],
    ['reversed', reverse(9)],
    ['corrected', correctUnknown],
  ])('is not %s', (_what, command) => {
    for (const account of [undefined, after(close(), state(1, 5))])
      expect(code(command(account))).toBe('SETTLEMENT_NOT_FOUND');
  });
});

describe('an answer under a key', () => {
  test('has the correlation id of the first request', () => {
    const decision = close({ idempotencyKey: 'k' })(undefined);
    if (decision.kind !== 'accepted') throw new Error('Not accepted');
    const cause = { ...decision.cause, correlationId: 'request-1' };
    const account = evolveSettlement(undefined, { ...decision.event, cause });
    expect(close({ idempotencyKey: 'k' })(account)).toMatchObject({
      ...{ kind: 'replayed', correlationId: 'request-1' },
    });
  });

  test('is none of a request without one, nor of another action', () => {
    const account = after(close({ idempotencyKey: 'undefined' }), state(1, 5));
    expect(code(close()(account))).toBe('accepted');
    expect(code(payOut(1, 'BG 1', 'undefined')(account))).toBe('accepted');
  });

  test('has an action id of its own for each store, currency, action and key', () => {
    const ids = [
      settlementActionIdOf(stream, 'close-settlement', 'k'),
      settlementActionIdOf(stream, 'close-settlement', 'k2'),
      settlementActionIdOf(stream, 'pay-out-settlement', 'k'),
      settlementActionIdOf({ ...stream, currency: 'EUR' }, 'close-settlement', 'k'),
      settlementActionIdOf({ ...stream, storeId: 'demo-no' }, 'close-settlement', 'k'),
    ];
    expect(new Set(ids).size).toBe(ids.length);
    expect(settlementActionIdOf(stream, 'close-settlement', 'k')).toBe(ids[0]);
  });
});

describe('a history of settlements', () => {
  test('that skips a number, states twice or pays another amount is none', () => {
    const account = after(close(), state(1, 5));
    const cause = { action: 'close-settlement', fingerprint: 'f' } as const;
    const decision = close()(after(close(), close()));
    if (decision.kind !== 'accepted') throw new Error(decision.kind);
    expect(() => evolveSettlement(account, { ...decision.event, cause })).toThrow(
      SettlementViolated,
    );
    const again = state(1, 5)(after(close()));
    if (again.kind !== 'accepted') throw new Error(again.kind);
    expect(() => evolveSettlement(account, { ...again.event, cause })).toThrow(SettlementViolated);
    expect(() => evolveSettlement(undefined, { ...again.event, cause })).toThrow(
      SettlementViolated,
    );
    const paid = payOut(1)(after(close(), state(1, 6)));
    if (paid.kind !== 'accepted') throw new Error(paid.kind);
    expect(() => evolveSettlement(account, { ...paid.event, cause })).toThrow(SettlementViolated);
  });

  test('that names a settlement otherwise, corrects before a statement or pays twice is none', () => {
    const cause = { action: 'close-settlement', fingerprint: 'f' } as const;
    const takes = (account: Account, decision: SettlementDecision, change: object = {}) => {
      if (decision.kind !== 'accepted') throw new Error(decision.kind);
      const { event } = decision;
      const data = { ...event.data, ...change };
      return () => evolveSettlement(account, { ...event, data, cause } as RecordedSettlementChange);
    };
    expect(takes(undefined, close()(undefined))).not.toThrow();
    expect(takes(undefined, close()(undefined), { settlementId: idOf(2) })).toThrow(
      SettlementViolated,
    );
    const stated = after(close(), state(1, 5));
    const payment = payOut(1)(stated);
    expect(takes(stated, payment)).not.toThrow();
    expect(takes(after(close()), payment)).toThrow(SettlementViolated);
    expect(takes(after(close(), state(1, 5), payOut(1)), payment)).toThrow(SettlementViolated);
    const byLog = new StatementSum();
    const request = { settlementId: idOf(1), at, byLog, reason: 'wrong', by: 'operator' };
    const correction = correctSettlement(stated, request);
    expect(takes(stated, correction)).not.toThrow();
    expect(takes(after(close()), correction)).toThrow(SettlementViolated);
  });

  test('has as its revision the number of its last event', () => {
    const commands = [close(), state(1, 5), payOut(1), reverse(1), close()];
    expect(commands.map((_, index) => after(...commands.slice(0, index + 1))?.revision)).toEqual([
      ...[0, 1, 2, 3, 4],
    ]);
  });
});
