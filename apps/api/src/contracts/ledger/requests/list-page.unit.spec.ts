import { describe, expect, test } from '@jest/globals';
import type { OrderCapture } from '#ledger';
import type { Plain } from '../../../contract-kit/describe.js';
import { listPage, type PageQuery } from './pages.js';
const captures = Array.from({ length: 5 }, (_, index): OrderCapture => ({
  captureId: `0b7e0000-0000-5000-8000-00000000000${index}`,
  status: 'settled',
  amount: 100,
  refunded: 0,
  description: 'Capture',
  capturedAt: '2026-11-20T10:00:00.000Z',
  rows: [],
}));

const capturePage = (all: readonly OrderCapture[], query: Plain<PageQuery>) =>
  listPage(all, ({ captureId }) => captureId, query);

describe('a page of captures', () => {
  test('leads to the next until all were shown once, in their order', () => {
    const first = capturePage(captures, { limit: '2' });
    const second = capturePage(captures, { limit: '2', cursor: first.nextCursor! });
    const third = capturePage(captures, { limit: '2', cursor: second.nextCursor! });
    expect([...first.items, ...second.items, ...third.items]).toEqual(captures);
    expect(third.nextCursor).toBeNull();
  });

  test('that ends exactly at the end is the last', () => {
    expect(capturePage(captures, { limit: '5' }).nextCursor).toBeNull();
    expect(capturePage([], {})).toEqual({ items: [], nextCursor: null });
  });

  test('stays in place when captures are added meanwhile', () => {
    const { nextCursor } = capturePage(captures.slice(0, 3), { limit: '2' });
    expect(capturePage(captures, { limit: '2', cursor: nextCursor! }).items).toEqual(
      captures.slice(2, 4),
    );
  });

  test('has no cursor of another list', () => {
    expect(() => capturePage(captures, { cursor: 'abc' })).toThrow('cursor');
  });
});
