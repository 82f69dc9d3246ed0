import { describe, expect, test } from '@jest/globals';
import type { OrderQueries, PositionWatch } from '#read-models';
import { PositionWatchStopped, TooManyWaitingForPosition } from '#read-models';
import { ActionWait } from './action-wait.js';
import { WaitingReads } from './waiting-reads.js';

const never = (): Promise<never> => new Promise(() => undefined);

describe('reads that wait', () => {
  test('are refused beyond the limit until one has ended, however it ends', async () => {
    const waiting = new WaitingReads(1);
    let fail = (): void => undefined;
    const first = waiting.during(
      'shop',
      () =>
        new Promise((_resolve, reject) => {
          fail = () => {
            reject(new Error('gone'));
          };
        }),
    );
    await expect(waiting.during('shop', never)).rejects.toThrow(TooManyWaitingForPosition);

    fail();
    await expect(first).rejects.toThrow('gone');

    expect(await waiting.during('shop', () => Promise.resolve('read'))).toBe('read');
  });

  test('of one client leave room for those of another', async () => {
    const waiting = new WaitingReads(250);
    const of = (client: string, count: number) =>
      Array.from({ length: count }, () => waiting.during(client, never));
    const flood = of('flood', 250).map((read) => read.then(() => true).catch(() => false));
    expect(waiting.waiting).toBe(200);
    void of('shop', 20);
    expect(waiting.waiting).toBe(220);
    expect(await Promise.all(flood.slice(200))).not.toContain(true);
  });

  test('for an action count too, but not if it is applied already', async () => {
    const applied = new Set(['applied']);
    const orders = {
      position: () => Promise.resolve(0n),
      wasApplied: (_orderId: string, correlationId: string) =>
        Promise.resolve(applied.has(correlationId)),
    } as unknown as OrderQueries;
    const positions = { waitFor: never } as unknown as PositionWatch;
    const wait = new ActionWait(orders, positions, new WaitingReads(1));
    const find = (correlationId: string) =>
      wait.untilApplied('shop', { orderId: 'order', correlationId, timeoutMs: 1_000 });
    void find('first');

    await expect(find('second')).rejects.toThrow(TooManyWaitingForPosition);
    expect(await find('applied')).toBe(true);
  });

  test('for an action are not told that it never came when the process stops', async () => {
    const orders = {
      position: () => Promise.resolve(0n),
      wasApplied: () => Promise.resolve(false),
    } as unknown as OrderQueries;
    const stopped = { waitFor: () => Promise.reject(new PositionWatchStopped()) };
    const positions = stopped as unknown as PositionWatch;
    const wait = new ActionWait(orders, positions, new WaitingReads(1));
    const action = { orderId: 'order', correlationId: 'action', timeoutMs: 1_000 };

    await expect(wait.untilApplied('shop', action)).rejects.toThrow(PositionWatchStopped);
  });
});
