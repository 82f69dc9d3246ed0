import { createHash } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { capture, historyOf, item, refund, register, shoes } from '../testing/index.js';
import { fold } from '../order/evolve.js';
import { evolveSettlement } from './evolve-settlement.js';
import { hashedText, LinesHash } from './lines-hash.js';
import { SettlementViolated } from './settlement-account.js';
import { SettlementAudit } from './settlement-audit.js';
import {
  type SettlementClosed,
  type SettlementTotals,
  settlementIdOf,
} from './settlement-events.js';
import { settlementLineOf } from './settlement-line.js';
import { stateSettlement } from './state-settlement.js';
import { StatementSum, statementOf } from './statement-sum.js';

const all = capture(28_500, {}, { key: 'all' });
const back = refund(9_500, { items: [item(shoes)] });
const history = historyOf([register(), all, back]);
/** Each event of the history, with the order as it was after the event. */
const steps = history.map((event, index) => ({ event, order: fold(history.slice(0, index + 1))! }));
const [purchase, giveBack] = steps.flatMap(({ event, order }) => {
  const line = settlementLineOf(order, event);
  return line === undefined ? [] : [line];
});
const lines = [purchase!, giveBack!];

const of = { storeId: steps[0]!.order.balance.storeId, currency: 'SEK' };
const at = '2026-11-30T00:00:00.000Z';
const named = (number: number, name = of) => ({
  ...{ ...name, number, settlementId: settlementIdOf({ ...name, number }) },
});

const cut = (number: number, name = of): SettlementClosed => ({
  type: 'SettlementClosed',
  data: {
    ...{ ...named(number, name), periodStart: at, periodEnd: at, closedAt: at },
    ...{ reason: 'schedule', timeZone: 'UTC' },
  },
});

const sha256 = (texts: readonly string[]): string =>
  createHash('sha256')
    .update(texts.map((text) => `${text}\n`).join(''))
    .digest('hex');

describe('a statement', () => {
  test('adds up captures and refunds, by VAT rate, with the balance that was carried over', () => {
    expect(statementOf(lines, -1_000)).toEqual({
      ...{ ingoingBalance: -1_000, captured: 28_500, refunded: 9_500, fees: 0, total: 18_000 },
      ...{ vat: [{ vatRate: 25, gross: 19_000, vat: 3_800 }], lines: 2 },
      linesSha256: sha256(lines.map(hashedText)),
    });
  });

  test('is the same from the texts of its lines, and counts them', () => {
    const sum = new StatementSum();
    expect(sum.lines).toBe(0);
    for (const line of lines) sum.addText(hashedText(line));
    expect(sum.lines).toBe(2);
    expect(sum.totals(0)).toEqual(statementOf(lines, 0));
  });

  test.each([0, 1, 50])('hashes %d lines, each with a line feed', (count) => {
    const texts = Array.from({ length: count }, (_, index) => `${'x'.repeat(300)}${index}`);
    const hash = new LinesHash();
    for (const text of texts) hash.addText(text);
    expect(hash.digest()).toBe(sha256(texts));
    expect(hash.digest()).toBe(sha256(texts));
  });
});

test('A statement of which the VAT rates do not add up to its lines breaks I7', () => {
  const cause = { action: 'close-settlement', fingerprint: 'f' } as const;
  const account = evolveSettlement(undefined, { ...cut(1), cause });
  const totals = { ...statementOf([], 0), captured: 900, refunded: 200, total: 700 };
  const stating = (gross: number) => () =>
    stateSettlement(account, {
      ...{ settlementId: account.last.settlementId, at },
      lines: { totals: () => ({ ...totals, vat: [{ vatRate: 25, gross, vat: 0 }] }) },
    });
  expect(stating(700)()).toMatchObject({ kind: 'accepted' });
  expect(stating(1_100)).toThrow(SettlementViolated);
  expect(stating(699)).toThrow(
    expect.objectContaining({ name: 'SettlementViolated', invariant: 'I7' }),
  );
});

describe('an audit of statements', () => {
  const closed = (audit: SettlementAudit, number: number, name = of) =>
    audit.settlement(cut(number, name));

  const stated = (
    audit: SettlementAudit,
    number: number,
    { totals, name = of }: { totals: SettlementTotals; name?: typeof of },
  ) =>
    audit.settlement({
      type: 'SettlementStated',
      data: { ...named(number, name), ...totals, statedAt: at },
    });

  test('takes the lines that the events of orders make', () => {
    const audit = new SettlementAudit();
    for (const { order, event } of steps) audit.order(order, event);
    expect(closed(audit, 1)).toBeUndefined();
    expect(stated(audit, 1, { totals: statementOf(lines, 0) })).toBeUndefined();
  });

  test('keeps the lines and balances of two stores and of two currencies apart', () => {
    const names = [of, { ...of, storeId: 'other' }, { ...of, currency: 'EUR' }];
    const audit = new SettlementAudit();
    for (const name of names) {
      audit.line(name, hashedText(giveBack!));
      closed(audit, 1, name);
    }
    for (const name of names) {
      const totals = statementOf([giveBack!], 0);
      expect(stated(audit, 1, { totals, name })).toBeUndefined();
    }
  });

  test('finds a statement of a settlement that was never closed, and one stated again', () => {
    const audit = new SettlementAudit();
    const totals = statementOf([], 0);
    expect(stated(audit, 1, { totals })).toEqual({
      ...{ kind: 'differs', settlementId: named(1).settlementId },
      ...{ found: totals, expected: undefined },
    });
    closed(audit, 2);
    expect(stated(audit, 2, { totals })).toBeUndefined();
    expect(stated(audit, 2, { totals })).toMatchObject({ kind: 'differs', expected: undefined });
  });
});
