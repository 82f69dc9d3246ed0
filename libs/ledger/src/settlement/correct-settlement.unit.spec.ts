import { describe, expect, test } from '@jest/globals';
import { closeSettlement } from './close-settlement.js';
import { correctSettlement } from './correct-settlement.js';
import { evolveSettlement } from './evolve-settlement.js';
import { hashedText } from './lines-hash.js';
import { payOutSettlement, reversePayout } from './pay-out-settlement.js';
import { type SettlementAccount, SettlementViolated } from './settlement-account.js';
import {
  SettlementAudit,
  type StatementCorrected,
  type StatementDifference,
} from './settlement-audit.js';
import type { SettlementDecision } from './settlement-decision.js';
import {
  type SettlementEvent,
  type SettlementTotals,
  settlementIdOf,
} from './settlement-events.js';
import type { SettlementLine } from './settlement-line.js';
import { stateSettlement } from './state-settlement.js';
import { StatementSum } from './statement-sum.js';

const of = { storeId: 'demo-se', currency: 'SEK' };
const at = '2026-03-29T22:00:01.000Z';
const idOf = (number: number): string => settlementIdOf({ ...of, number });

const line = (amount: number): SettlementLine => ({
  ...{ type: amount < 0 ? 'Return' : 'Purchase', lineId: 'l', orderId: 'o', orderNumber: '1' },
  ...{ paymentMethod: 'invoice', captureId: 'l', amount, capturedAt: at, settledAt: at },
  vat: [{ vatRate: 25, gross: amount, vat: 0 }],
});

const sumOf = (amount: number): StatementSum => {
  const sum = new StatementSum();
  sum.add(line(amount));
  return sum;
};

/**
 * Makes a history of settlements with one capture or refund each. Keeps the events, and what an
 * audit of these events finds.
 */
class Settlements {
  account: SettlementAccount | undefined;
  readonly events: SettlementEvent[] = [];
  readonly said: (StatementDifference | StatementCorrected)[] = [];
  readonly #due: number[] = [];
  readonly #audit = new SettlementAudit();

  /**
   * Closes a settlement with a single capture or refund of the amount `due`, and makes a statement
   * with the amount `stated`.
   */
  settled(due: number, stated = due): this {
    const head = { cuts: this.#due.length, firstUnsettledAt: at };
    this.#due.push(due);
    this.#line(due);
    const period = { timeZone: 'UTC', at, periodEnd: at, reason: 'schedule', head } as const;
    this.does(closeSettlement(this.account, { ...of, ...period }));
    const lines = sumOf(stated);
    return this.does(
      stateSettlement(this.account, { settlementId: idOf(this.#due.length), at, lines }),
    );
  }

  correction(number: number, reason = 'tampered with'): SettlementDecision {
    const byLog = sumOf(this.#due[number - 1] ?? 0);
    return correctSettlement(this.account, {
      ...{ settlementId: idOf(number), at, byLog, reason, by: 'operator' },
    });
  }

  payout(number: number): SettlementDecision {
    const byLog = sumOf(this.#due[number - 1] ?? 0);
    const payment = { settlementId: idOf(number), at, reference: 'BG 1', byLog };
    return payOutSettlement(this.account, payment);
  }

  /** Pays out without comparing the statement with the log, as an older version did. */
  paidOutUnasked(number: number): this {
    const totals = (): SettlementTotals => this.account!.settlements.get(idOf(number))!.figures!;
    const payment = { settlementId: idOf(number), at, reference: 'BG 1', byLog: { totals } };
    return this.does(payOutSettlement(this.account, payment));
  }

  reversal(number: number): SettlementDecision {
    return reversePayout(this.account, { settlementId: idOf(number), at, reason: 'bounced' });
  }

  does(decision: SettlementDecision): this {
    if (decision.kind !== 'accepted') throw new Error(JSON.stringify(decision));
    this.takes(decision.event);
    return this;
  }

  takes(event: SettlementEvent): void {
    const cause = { action: 'state-settlement', fingerprint: 'f' } as const;
    this.account = evolveSettlement(this.account, { ...event, cause });
    this.events.push(event);
    const said = this.#audit.settlement(event);
    if (said !== undefined) this.said.push(said);
  }

  #line(amount: number): void {
    this.#audit.line(of, hashedText(line(amount)));
  }
}

const settlements = (): Settlements => new Settlements();
const codeOf = (decision: SettlementDecision): string =>
  decision.kind === 'rejected' ? decision.code : decision.kind;
const lastOf = ({ events }: Settlements) => events.at(-1)?.data;

describe('a statement that is not what the log says', () => {
  test('is not paid out, and the refusal names the figures', () => {
    const given = settlements().settled(10_000, 99_910_000);
    expect(given.payout(1)).toMatchObject({
      code: 'SETTLEMENT_STATEMENT_DIFFERS',
      detail: expect.stringMatching(/captured is 99910000, by the log 10000; total is 99910000,/),
    });
  });

  test('is not paid out while the log does not tell', () => {
    const { account } = settlements().settled(10_000);
    const payment = { settlementId: idOf(1), at, reference: 'BG 1', byLog: { untold: 'broken' } };
    expect(codeOf(payOutSettlement(account, payment))).toBe('SETTLEMENT_LINES_UNREADABLE');
  });

  test('is corrected to what the log says, once, and then paid out', () => {
    const given = settlements().settled(10_000, 99_910_000);
    given.does(given.correction(1));
    expect(lastOf(given)).toMatchObject({
      ...{ captured: 10_000, total: 10_000, reason: 'tampered with', correctedBy: 'operator' },
      corrects: { captured: 99_910_000, total: 99_910_000 },
    });
    expect(codeOf(given.correction(1))).toBe('SETTLEMENT_NOTHING_TO_CORRECT');
    expect(given.does(given.payout(1)).events.at(-1)?.data).toMatchObject({ amount: 10_000 });
    expect(given.said.map(({ kind }) => kind)).toEqual(['differs', 'corrected']);
  });

  test('is corrected with the balance that was carried over into it', () => {
    const given = settlements().settled(-500).settled(700, 900);
    given.does(given.correction(2));
    expect(lastOf(given)).toMatchObject({ ingoingBalance: -500, captured: 700, total: 200 });
  });

  test('that holds is not corrected', () => {
    expect(codeOf(settlements().settled(10_000).correction(1))).toBe(
      'SETTLEMENT_NOTHING_TO_CORRECT',
    );
    expect(codeOf(settlements().correction(1))).toBe('SETTLEMENT_NOT_FOUND');
  });
});

/**
 * Makes the next statement and returns the balance that was carried over into it. Expects the state
 * of the settlements (the account) and the statement to agree on this balance, and the audit to
 * find nothing.
 */
const ingoingAfter = (given: Settlements): number => {
  const differences = given.said.length;
  const carry = given.account?.carry;
  given.settled(100);
  expect(given.said.length).toBe(differences);
  const { ingoingBalance } = lastOf(given) as SettlementTotals;
  expect(ingoingBalance).toBe(carry);
  return ingoingBalance;
};

describe('the balance after a correction', () => {
  const cases: [what: string, given: () => Settlements, ingoing: number][] = [
    ['above zero, not paid out', () => corrected(settlements().settled(600, 1_000), 1), 0],
    ['below zero', () => corrected(settlements().settled(-200, 1_000), 1), -200],
    ['stated below zero, due above', () => corrected(settlements().settled(200, -1_000), 1), 0],
    [
      'paid too much',
      () => corrected(settlements().settled(600, 1_000).paidOutUnasked(1), 1),
      -400,
    ],
    [
      'paid too little',
      () => corrected(settlements().settled(1_000, 600).paidOutUnasked(1), 1),
      400,
    ],
    [
      'paid, due below zero',
      () => corrected(settlements().settled(-200, 1_000).paidOutUnasked(1), 1),
      -1_200,
    ],
    [
      'paid, and a later one stated',
      () => corrected(settlements().settled(600, 1_000).paidOutUnasked(1).settled(50), 1),
      -400,
    ],
    [
      'carried too much off into a later one',
      () => corrected(settlements().settled(100, -500).settled(700), 1),
      500,
    ],
    [
      'carried nothing into a later one',
      () => corrected(settlements().settled(-500, 100).settled(700), 1),
      -500,
    ],
  ];
  test.each(cases)('%s', (_what, given, ingoing) => {
    expect(ingoingAfter(given())).toBe(ingoing);
  });

  test('of a payout that is taken back is the settlement payable again, at the right total', () => {
    const given = corrected(settlements().settled(600, 1_000).paidOutUnasked(1), 1);
    given.does(given.reversal(1));
    expect(ingoingAfter(given)).toBe(0);
    expect(given.does(given.payout(1)).events.at(-1)?.data).toMatchObject({ amount: 600 });
  });

  test('counts once, however many statements follow', () => {
    const given = corrected(settlements().settled(600, 1_000).paidOutUnasked(1), 1);
    given.settled(1_000);
    expect(lastOf(given)).toMatchObject({ ingoingBalance: -400, total: 600 });
    expect(ingoingAfter(given)).toBe(0);
  });

  const corrected = (given: Settlements, number: number): Settlements =>
    given.does(given.correction(number));
});

describe('a forged correction', () => {
  const forged = (change: object): (() => void) => {
    const given = settlements().settled(10_000, 99_910_000);
    const { correction } = { correction: given.correction(1) };
    if (correction.kind !== 'accepted') throw new Error(correction.kind);
    const { event } = correction;
    return () => {
      given.takes({ ...event, data: { ...event.data, ...change } } as SettlementEvent);
      expect(given.said.at(-1)).toMatchObject({ kind: 'differs', settlementId: idOf(1) });
      given.does(given.correction(1));
      expect(given.said.at(-1)).toMatchObject({ kind: 'corrected', settlementId: idOf(1) });
    };
  };

  test('of other figures than those in force, or over another payout, is no history', () => {
    const corrects = new StatementSum().totals(0);
    expect(forged({ corrects })).toThrow(SettlementViolated);
    expect(forged({ paid: 1 })).toThrow(SettlementViolated);
    expect(forged({ settlementId: idOf(2) })).toThrow(SettlementViolated);
  });

  test('to figures that the lines do not come to is found, until it is corrected itself', () => {
    forged({ total: 5 })();
  });

  test('of a statement that holds is found', () => {
    const given = settlements().settled(10_000);
    const { figures } = given.account!.settlements.get(idOf(1))!;
    const data = {
      ...{ ...of, settlementId: idOf(1), number: 1, ...figures!, captured: 1, total: 1 },
      ...{ corrects: figures!, reason: 'x', correctedBy: 'y', correctedAt: at },
    };
    given.takes({ type: 'SettlementCorrected', data });
    expect(given.said).toMatchObject([{ kind: 'differs', expected: { captured: 10_000 } }]);
  });
});
