import { describe, expect, test } from '@jest/globals';
import type { Plain } from '../../../contract-kit/describe.js';
import type { HistoryEntry } from './history-entry.js';
import { historyPage } from './history-page.js';

const entry = (revision: number): Plain<HistoryEntry> => ({
  revision: String(revision),
  position: String(revision * 10),
  recordedAt: '2026-11-20T10:00:00.000Z',
  type: 'OrderPartCaptured',
  actor: { client: 'demo' },
  contract: 'ledger',
  currency: 'SEK',
  data: {},
  after: { status: 'PartActivated', captured: 0, refunded: 0, cancelled: 0, remaining: 0 },
  chain: 'c',
});

/** A history with this number of events. The counter shows how many of them were read. */
const history = (length: number) => {
  const counter = { read: 0 };
  async function* entries() {
    for (let revision = 0; revision < length; revision += 1) {
      counter.read += 1;
      yield await Promise.resolve(entry(revision));
    }
  }
  return { counter, entries: entries() };
};

const revisions = (entries: readonly Plain<HistoryEntry>[]) =>
  entries.map(({ revision }) => Number(revision));

describe('a page of a history', () => {
  test('ends with null when nothing follows', async () => {
    const page = await historyPage(history(3).entries, { limit: 3 });
    expect(revisions(page.entries)).toEqual([0, 1, 2]);
    expect(page.nextCursor).toBeNull();
  });

  test('leads to the next until all was shown once', async () => {
    const shown: number[] = [];
    let cursor: string | undefined;
    do {
      const page = await historyPage(history(7).entries, { limit: 3, cursor });
      shown.push(...revisions(page.entries));
      cursor = page.nextCursor ?? undefined;
    } while (cursor !== undefined);
    expect(shown).toEqual([0, 1, 2, 3, 4, 5, 6]);
  });

  test('reads no further than its end', async () => {
    const { counter, entries } = history(1_000);
    await historyPage(entries, { limit: 2 });
    expect(counter.read).toBe(3);
  });

  test.each(['', '!', 'YWZ0ZXIgLTE', 'YWZ0ZXIgeA'])('has no cursor "%s"', async (cursor) => {
    await expect(historyPage(history(1).entries, { limit: 1, cursor })).rejects.toThrow('cursor');
  });
});
