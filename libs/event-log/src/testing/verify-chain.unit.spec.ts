import { describe, expect, test } from '@jest/globals';
import { chainedHistory } from './stored-events.js';
import { verifyChain } from './verify-chain.js';

const history = chainedHistory(5);
const brokenAt = (revision: number): unknown => expect.objectContaining({ ok: false, revision });

describe('a chain', () => {
  test('holds over the history as it was written', async () => {
    const { chain } = history[4]!.metadata as { chain: string };
    expect(await verifyChain(history)).toEqual({ ok: true, events: 5, chain });
  });

  test('holds over nothing', async () => {
    expect(await verifyChain([])).toEqual({ ok: true, events: 0, chain: '' });
  });

  test('breaks at an event whose data was changed', async () => {
    const forged = history.with(2, { ...history[2]!, data: { amount: 1 } });
    expect(await verifyChain(forged)).toEqual(brokenAt(2));
  });

  test('breaks at an event whose type was changed', async () => {
    expect(await verifyChain(history.with(1, { ...history[1]!, type: 'OrderCaptured' }))).toEqual(
      brokenAt(1),
    );
  });

  test('breaks at an event whose metadata was changed', async () => {
    const metadata = { ...(history[3]!.metadata as object), clientId: 'somebody-else' };
    expect(await verifyChain(history.with(3, { ...history[3]!, metadata }))).toEqual(brokenAt(3));
  });

  test('breaks where an event was dropped', async () => {
    expect(await verifyChain(history.toSpliced(1, 1))).toEqual(brokenAt(1));
  });

  test('breaks where two events changed places', async () => {
    const swapped = history.with(2, history[3]!).with(3, history[2]!);
    expect(await verifyChain(swapped)).toEqual(brokenAt(2));
  });

  test('breaks where an event was put in twice', async () => {
    expect(await verifyChain(history.toSpliced(3, 0, history[2]!))).toEqual(brokenAt(3));
  });

  test('breaks at an event without metadata', async () => {
    const bare = history.with(0, { ...history[0]!, metadata: undefined });
    expect(await verifyChain(bare)).toEqual(brokenAt(0));
  });
});
