import { describe, expect, test } from '@jest/globals';
import { decideScenario } from '../../testing/capture-scenario/decide-scenario.js';
import { captureFaults, type Fault } from '../../testing/capture-scenario/faults.js';
import { faultless, type Scenario } from '../../testing/capture-scenario/scenario.js';
import { rejectionCodes } from '../decision.js';

const earliestIn = (scenario: Scenario): Fault | undefined =>
  captureFaults.find((fault) => fault.isIn(scenario));

/**
 * A scenario with both faults and no fault of higher precedence; `undefined` if the faults exclude
 * each other.
 */
const withBoth = (first: Fault, second: Fault): Scenario | undefined =>
  [second.make(first.make(faultless)), first.make(second.make(faultless))].find(
    (scenario) => earliestIn(scenario) === first && second.isIn(scenario),
  );

const pairs = captureFaults.flatMap((first, index) =>
  captureFaults
    .slice(index + 1)
    .filter((second) => second.code !== first.code)
    .map((second) => ({ first, second, scenario: withBoth(first, second) })),
);
const possible = pairs.flatMap(({ scenario, ...pair }) =>
  scenario === undefined ? [] : [{ ...pair, scenario }],
);

test('the faults are listed in the order of the codes, and every code of a capture has one', () => {
  const codes = [...new Set(captureFaults.map(({ code }) => code))];
  const ofCaptures = rejectionCodes.filter(
    (code) => /^(CAPTURE|ARTICLE|IDEMPOTENCY)_/.test(code) || codes.includes(code),
  );
  expect(codes).toEqual(ofCaptures);
});

test('a capture without a fault is accepted', () => {
  expect(decideScenario(faultless)).toMatchObject({ kind: 'accepted' });
});

describe('A fault alone', () => {
  test.each(captureFaults)('$name is $code', (fault) => {
    const scenario = fault.make(faultless);
    expect(earliestIn(scenario)).toBe(fault);
    expect(decideScenario(scenario)).toMatchObject({ kind: 'rejected', code: fault.code });
  });
});

describe('Of two faults the earlier is the answer', () => {
  test.each(possible)('$first.code, not $second.code', ({ first, scenario }) => {
    expect(decideScenario(scenario)).toMatchObject({ kind: 'rejected', code: first.code });
  });
});

/** Faults that cannot occur together: the reason, a fault, and the faults that it excludes. */
const exclusions: readonly (readonly [why: string, one: string, others: readonly string[]])[] = [
  ['an order that is missing has no store', 'no order', ['other store', 'used key', 'EUR']],
  ['an order that is missing has no status', 'no order', ['Closed', 'Returned', 'past its date']],
  ['an order that is missing has no status', 'no order', ['Activated', 'Pending', 'full history']],
  ['nothing to compare with', 'no order', ['above the total', 'above what is left']],
  ['nothing to compare with', 'no order', ['part of a B2B order', 'nothing']],
  ['no rows to match', 'no order', ['99999', '10001', '10003', 'one shoe too many']],
  ['a pending order has no capture that used the key', 'used key', ['Pending']],
  ['one amount', 'below zero', ['above the total', 'above what is left', 'nothing']],
  ['0.001 is not 0', 'three decimals', ['nothing']],
  ['items or not', 'three decimals in a price', ['part of a B2B order', 'nothing']],
  ['one status', 'Closed', ['Activated', 'Pending']],
  ['one status', 'Returned', ['Activated', 'Pending']],
  ['one status', 'past its date', ['Activated', 'Pending']],
  ['one status', 'Activated', ['Pending']],
  ['nothing left, so no part of it', 'Activated', ['part of a B2B order', 'nothing']],
  ['items or not', 'another sum', ['part of a B2B order', 'nothing']],
  ['one amount', 'above the total', ['part of a B2B order', 'nothing']],
  ['one amount', 'above what is left', ['part of a B2B order', 'nothing']],
  ['items or not', 'part of a B2B order', ['99999', '10001', '10003', 'one shoe too many']],
  ['items or not', 'nothing', ['99999', '10001', '10003', 'one shoe too many']],
];

test('only pairs that cannot occur are left out', () => {
  const leftOut = pairs
    .filter(({ scenario }) => scenario === undefined)
    .map(({ first, second }) => `${first.name} + ${second.name}`);
  const impossible = exclusions.flatMap(([, one, others]) => others.map((o) => `${one} + ${o}`));
  expect(leftOut.toSorted()).toEqual(impossible.toSorted());
});
