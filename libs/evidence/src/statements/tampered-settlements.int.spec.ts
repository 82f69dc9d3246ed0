import { beforeAll, describe, expect, test } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import type { StoredEvent } from '#event-log/offline';
import type { Verification } from '../verification/verification.js';
import { GeneratedLog } from '../testing/generated-log.js';
import {
  at,
  relinked,
  withData,
  withMetadata,
  placeOf,
  useVerification,
} from '../testing/tampered.js';

const stream = 'settlement-demo-se-SEK';
const verified = useVerification();
let events: readonly StoredEvent[];
/**
 * A capture, the last event of its order, directly before the first cut (the event that closes a
 * settlement).
 */
let line: StoredEvent;
let cut: StoredEvent;
/**
 * The four statements of the log (sums of a settlement each). The first total is above zero. The
 * second is below zero and is carried over into the third. The fourth is paid out, taken back and
 * paid out again.
 */
let statements: readonly StoredEvent[];

const otherOrders = (log: GeneratedLog, ...numbers: string[]): void => {
  for (const number of numbers) log.order(number, 2);
};

beforeAll(() => {
  const log = new GeneratedLog();
  const given = log.order('given back', 2);
  otherOrders(log, 'a', 'b');
  log.cut();
  // This refund comes after the cut, which closes a settlement, and before the statement, which has
  // the sums of that settlement. So the refund belongs to the next settlement.
  log.refund(given, 9_500);
  log.state();
  log.refund(given, 9_500);
  log.cut();
  log.state();
  for (const number of ['c', 'd']) {
    otherOrders(log, number);
    log.cut();
    log.state();
  }
  log.payOut();
  log.payOutAnew();
  otherOrders(log, 'in none yet');
  ({ events } = log);
  cut = events.find(({ type }) => type === 'SettlementClosed')!;
  line = events[events.indexOf(cut) - 1]!;
  statements = events.filter(({ type }) => type === 'SettlementStated');
});

const replaced = (original: StoredEvent, tampered: StoredEvent): StoredEvent[] =>
  events.map((event) => (event === original ? tampered : event));

/** Only the findings in the settlement stream. */
const found = async (tampered: readonly StoredEvent[]) =>
  (await verified(tampered)).findings.first.filter((finding) => finding.stream === stream);

const finding = (kind: string, event: StoredEvent, detail?: string) =>
  expect.objectContaining({
    ...{ kind, ...placeOf(event) },
    ...(detail !== undefined && { detail: expect.stringContaining(detail) }),
  });

const dataOf = (event: StoredEvent) => event.data as Record<string, number>;

test('settlements that nobody touched hold', async () => {
  const verification: Verification = await verified(events);
  expect(verification).toMatchObject({ ok: true, findings: { count: 0 } });
  expect(statements.map(({ data }) => data)).toMatchObject([
    { lines: 6, total: 57_000, ingoingBalance: 0 },
    { lines: 2, total: -19_000, ingoingBalance: 0 },
    { lines: 2, total: 0, ingoingBalance: -19_000 },
    { lines: 2, total: 19_000, ingoingBalance: 0 },
  ]);
});

describe('a statement, made anew with its chain, is named with what differs:', () => {
  test.each<[string, (data: Record<string, number>) => object]>([
    ['total', ({ total }) => ({ total: total! + 1 })],
    ['captured', ({ captured }) => ({ captured: captured! + 1 })],
    ['ingoingBalance', () => ({ ingoingBalance: -1 })],
    ['lines', ({ lines }) => ({ lines: lines! + 1 })],
    ['linesSha256', () => ({ linesSha256: '0'.repeat(64) })],
    ['vat', () => ({ vat: [{ vatRate: 12.5, gross: 1, vat: 1 }] })],
  ])('%s', async (name, forge) => {
    const [statement] = statements;
    const forged = withData(statement!, forge(dataOf(statement!)));
    const all = await found(relinked(replaced(statement!, forged), stream));
    expect(all).toEqual([finding('settlement', statement!, `${name} is `)]);
  });

  test('a balance that was not carried over', async () => {
    const third = statements[2]!;
    const { captured } = dataOf(third);
    const forged = withData(third, { ingoingBalance: 0, total: captured });
    const [first] = await found(relinked(replaced(third, forged), stream));
    expect(first).toEqual(
      finding('settlement', third, 'ingoingBalance is 0, but its lines give -19000'),
    );
  });

  test.each([{ vat: undefined }, { vat: [null] }, { settlementId: undefined }])(
    'one that is none: %j',
    async (data) => {
      const [statement] = statements;
      const all = await found(relinked(replaced(statement!, withData(statement!, data)), stream));
      expect(all[0]).toMatchObject(placeOf(statement!));
    },
  );
});

describe('a line', () => {
  test('that is missing is named at its statement', async () => {
    const without = events.filter((event) => event !== line);
    expect(await found(without)).toEqual([
      finding('settlement', statements[0]!, 'lines is 6, but its lines give 5'),
    ]);
  });

  test('that was moved over the cut is named at both statements', async () => {
    const moved = replaced(line, at(cut, line)).map((event) =>
      event === cut ? at(line, cut) : event,
    );
    expect(await found(moved)).toEqual([
      finding('settlement', statements[0]!, 'lines is 6, but its lines give 5'),
      finding('settlement', statements[1]!, 'lines is 2, but its lines give 3'),
    ]);
  });

  test('that two statements count is named at the second', async () => {
    // The forged second statement also counts a capture that the first statement has already
    // counted.
    const second = statements[1]!;
    const { captured, lines } = dataOf(second);
    const twice = withData(second, {
      captured: captured! + 9_500,
      total: -9_500,
      lines: lines! + 1,
    });
    const [first] = await found(relinked(replaced(second, twice), stream));
    expect(first).toEqual(finding('settlement', second, 'lines is 3, but its lines give 2'));
  });
});

describe('the history of settlements', () => {
  test.each<[string, () => [StoredEvent, StoredEvent]]>([
    ['a cut with another number', () => [cut, withData(cut, { number: 2 })]],
    ['a cut with another id', () => [cut, withData(cut, { settlementId: randomUUID() })]],
    ['a cut whose period ends before it begins', () => [cut, withData(cut, { periodEnd: early })]],
    [
      'a cut whose period ends after it',
      () => [lastCut(), withData(lastCut(), { periodEnd: '2026-03-02T23:00:00.001Z' })],
    ],
    [
      'a cut whose period does not follow the one before',
      () => [secondCut(), withData(secondCut(), { periodStart: early })],
    ],
    [
      'a statement with another number',
      () => [statements[0]!, withData(statements[0]!, { number: 7 })],
    ],
    ['from another store', () => [cut, withMetadata(cut, { storeId: 'demo-no' })]],
    [
      'a payout of another amount',
      () => [events.find(isPayout)!, withData(events.find(isPayout)!, { amount: 1 })],
    ],
    [
      'a payout taken back that never was',
      () => [events.find(isReversal)!, withData(events.find(isReversal)!, { reference: 'BG 7' })],
    ],
  ])('with %s cannot be', async (_what, forge) => {
    const [original, forged] = forge();
    const all = await found(relinked(replaced(original, forged), stream));
    expect(all[0]).toEqual(finding('invariant', original));
  });

  test('with a cut of another store cannot be read', async () => {
    const forged = withData(cut, { storeId: 'demo-no' });
    const all = await found(relinked(replaced(cut, forged), stream));
    expect(all[0]).toEqual(finding('unreadable', cut));
  });

  test('with a payout on a day that is none cannot be', async () => {
    const payout = events.findLast(isPayout)!;
    const forged = withData(payout, { paidOn: '2026-02-30' });
    const all = await found(relinked(replaced(payout, forged), stream));
    expect(all[0]).toMatchObject(placeOf(payout));
  });

  test('with an event changed in place is a broken chain, and a statement that does not hold', async () => {
    const [statement] = statements;
    const all = await found(replaced(statement!, withData(statement!, { total: 1 })));
    expect(all).toEqual(
      expect.arrayContaining([
        finding('chain', statement!),
        finding('settlement', statement!, 'total is 1, but its lines give 57000'),
      ]),
    );
  });

  const early = '2026-01-01T00:00:00.000Z';
  const secondCut = () => events.filter(({ type }) => type === 'SettlementClosed')[1]!;
  const lastCut = () => events.findLast(({ type }) => type === 'SettlementClosed')!;
  const isReversal = ({ type }: StoredEvent): boolean => type === 'SettlementPayoutReversed';
  const isPayout = ({ type }: StoredEvent): boolean => type === 'SettlementPaidOut';
});
