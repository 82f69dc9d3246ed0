import { describe, expect, test } from '@jest/globals';
import { ExecutionContextHost } from '@nestjs/core/helpers/execution-context-host.js';
import { EMPTY } from 'rxjs';
import type { PositionWatch } from '#read-models';
import { TooManyWaitingForPosition } from '#read-models';
import { WaitingReads } from '../../../queries/waiting-reads.js';
import { EndOfLog } from '../../../queries/log-end.js';
import { positionAsked, preferredWait, WaitForPosition } from './wait-for-position.js';
describe('the position a read waits for', () => {
  test.each([
    [{}, {}, undefined],
    [{ 'ledger-position': '12' }, {}, 12n],
    [{}, { position: '34' }, 34n],
    [{ 'ledger-position': '12' }, { position: '34' }, 34n],
    [{ 'ledger-position': '56' }, { position: '34' }, 56n],
    [{ 'ledger-position': '9223372036854775807' }, {}, 2n ** 63n - 1n],
  ])('of headers %j and parameters %j is %s', (headers, query, position) => {
    expect(positionAsked({ headers, query })).toBe(position);
  });

  test.each(['', '-1', '1.0', 'abc', '9223372036854775808', '1e3', ' 1'])(
    'cannot be "%s"',
    (text) => {
      expect(() => positionAsked({ headers: { 'ledger-position': text }, query: {} })).toThrow();
      expect(() => positionAsked({ headers: {}, query: { position: text } })).toThrow();
      expect(() => positionAsked({ headers: {}, query: { position: [text, text] } })).toThrow();
    },
  );
});

describe('the time a read waits', () => {
  test.each([
    [undefined, 2, false],
    ['wait=10', 10, true],
    ['respond-async, wait=5', 5, true],
    ['Wait = "7"', 7, true],
    ['wait=5;x=1', 5, true],
    [['respond-async', 'wait=3'], 3, true],
    ['wait=0', 0, true],
    ['wait=31', 30, true],
    ['wait=999999999', 30, true],
    ['wait=-1', 2, false],
    ['wait=1.5', 2, false],
    ['wait', 2, false],
    ['awaiting=9', 2, false],
  ])('of %j is %d seconds', (header, seconds, given) => {
    expect(preferredWait(header)).toEqual({ seconds, given });
  });
});

describe('reads that wait for a position', () => {
  const caller = { clientId: 'shop', stores: [], scopes: [] };
  const watch = {
    reached: 5n,
    waitFor: () => new Promise(() => undefined),
  } as unknown as PositionWatch;
  const log = new EndOfLog({ lastPosition: () => Promise.resolve(6n) });
  const interceptor = new WaitForPosition(watch, new WaitingReads(1), log);
  const read = (position: string) =>
    interceptor.intercept(
      new ExecutionContextHost([
        { headers: { 'ledger-position': position }, query: {}, caller },
        {},
      ]),
      { handle: () => EMPTY },
    );

  test('are bounded, and one that need not wait is never refused', async () => {
    void read('6');
    await expect(read('6')).rejects.toThrow(TooManyWaitingForPosition);
    expect(await read('5')).toBe(EMPTY);
  });

  test('are refused at once where the log ends before it', async () => {
    const still = { reached: 5n, waitFor: () => Promise.resolve(5n) } as unknown as PositionWatch;
    const beyond = new WaitForPosition(still, new WaitingReads(1), log).intercept(
      new ExecutionContextHost([{ headers: { 'ledger-position': '7' }, query: {}, caller }, {}]),
      { handle: () => EMPTY },
    );
    await expect(beyond).rejects.toMatchObject({
      answer: {
        status: 412,
        code: 'POSITION_NOT_REACHED',
        detail: 'The log ends at position 6, before 7.',
        headers: { 'Ledger-Position': '5' },
      },
    });
  });
});
