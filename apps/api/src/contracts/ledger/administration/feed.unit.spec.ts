import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { text } from 'node:stream/consumers';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { LoggedEvent, StoredPage } from '#event-log';
import { feedFormatFor } from './feed-event.js';
import { feedLimits } from './feed.js';
import { Feed, type FeedOptions } from './feed.js';

const event = (position: number, storeId = 'own'): LoggedEvent => ({
  eventId: `event-${position}`,
  streamId: 'order-1',
  type: 'OrderExpired',
  revision: position,
  position: BigInt(position),
  data: { orderId: '1' },
  metadata: { storeId },
});

const page = (...positions: readonly number[]): StoredPage => ({
  events: positions.map((position) => event(position)),
  position: BigInt(positions.at(-1) ?? 0),
});

/**
 * A log that has only the given pages. A feed that wants more than these pages waits until it is
 * closed, as with a real log to which nothing is written.
 */
const logOf = (pages: readonly StoredPage[]) => {
  let close: () => void = () => undefined;
  const closed = new Promise<void>((resolve) => {
    close = resolve;
  });
  const log = { taken: 0, close };
  const read = async function* (): AsyncGenerator<StoredPage, void> {
    for (const next of pages) {
      log.taken += 1;
      yield next;
    }
    await closed;
  };
  return { log, read };
};

const feedOf = (pages: readonly StoredPage[], some: Partial<FeedOptions> = {}) => {
  const { log, read } = logOf(pages);
  const feed = new Feed(read(), log.close, {
    format: feedFormatFor(undefined),
    shows: ({ metadata }) => metadata.storeId === 'own',
    isAllowed: () => Promise.resolve(true),
    limit: Infinity,
    endsAt: undefined,
    limits: feedLimits,
    ...some,
  });
  return { feed, log };
};

const positionsIn = (lines: string): string[] =>
  lines
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => (JSON.parse(line) as { position: string }).position);

afterEach(() => {
  jest.useRealTimers();
});

describe('a feed to the end of the log', () => {
  test('ends there, without what came since', async () => {
    const { feed } = feedOf([page(1, 2), page(3, 4, 5)], { endsAt: 4n });
    expect(positionsIn(await text(feed))).toEqual(['1', '2', '3', '4']);
  });

  test('shows only what its caller may see', async () => {
    const events = [event(1), event(2, 'other'), event(3)];
    const { feed } = feedOf([{ events, position: 3n }], { endsAt: 3n });
    expect(positionsIn(await text(feed))).toEqual(['1', '3']);
  });

  test('ends at its limit', async () => {
    const { feed } = feedOf([page(1, 2), page(3, 4)], { endsAt: 4n, limit: 3 });
    expect(positionsIn(await text(feed))).toEqual(['1', '2', '3']);
  });

  test('breaks off when its caller may not read any more', async () => {
    const { feed } = feedOf([page(1)], { endsAt: 1n, isAllowed: () => Promise.resolve(false) });
    await expect(text(feed)).rejects.toThrow();
  });

  test('breaks off when the process stops, so that it does not look complete', async () => {
    const { feed } = feedOf([page(1)], { endsAt: 2n });
    const read = text(feed);
    await nextTurn();
    feed.stop();
    await expect(read).rejects.toThrow();
  });
});

describe('a feed to the end of a long log', () => {
  beforeEach(() => {
    jest.useFakeTimers({ doNotFake: ['setImmediate', 'nextTick', 'queueMicrotask'] });
  });

  const pass = async (ms: number): Promise<void> => {
    await jest.advanceTimersByTimeAsync(ms);
    await nextTurn();
  };

  /**
   * Yields the given pages, and then every ten seconds a page that has only events of other stores.
   */
  const ofOthers = async function* (...first: readonly StoredPage[]): AsyncGenerator<StoredPage> {
    yield* first;
    for (let position = 10; ; position += 1) {
      await new Promise((resolve) => setTimeout(resolve, 10_000));
      yield { events: [event(position, 'other')], position: BigInt(position) };
    }
  };

  const feedOver = (pages: AsyncIterable<StoredPage>): Feed => {
    const options = { shows: ({ metadata }: LoggedEvent) => metadata.storeId === 'own' };
    const isAllowed = () => Promise.resolve(true);
    const format = feedFormatFor(undefined);
    const bounds = { limit: Infinity, endsAt: 99n, limits: feedLimits };
    return new Feed(pages, () => undefined, { ...options, isAllowed, format, ...bounds });
  };

  test('keeps the connection open while it passes over the events of others', async () => {
    const feed = feedOver(ofOthers());
    let seen = '';
    feed.on('data', (chunk) => {
      seen += String(chunk);
    });
    await pass(65_000);
    expect(seen).toMatch(/^\n{4,}$/);
    feed.destroy();
  });

  test('breaks off when nothing comes from the log', async () => {
    const { feed } = feedOf([page(1)], { endsAt: 9n });
    const broken = expect(text(feed)).rejects.toThrow('for too long');
    await pass(feedLimits.stalledMs * 2);
    await broken;
  });

  test('is cut off if its caller takes nothing, whatever happens in other stores', async () => {
    const feed = feedOver(ofOthers(page(1)));
    feed.on('error', () => undefined);
    await pass(feedLimits.stalledMs + 10_000);
    expect(feed.destroyed).toBe(true);
  });

  test('is cut off if its caller does not take the end of it', async () => {
    const { feed } = feedOf([page(1)], { endsAt: 1n });
    feed.on('error', () => undefined);
    await pass(feedLimits.stalledMs);
    expect(feed.destroyed).toBe(true);
  });
});

describe('an open feed', () => {
  test('ends in good order when the process stops', async () => {
    const { feed } = feedOf([page(1)]);
    const read = text(feed);
    await nextTurn();
    feed.stop();
    expect(positionsIn(await read)).toEqual(['1']);
  });

  test('says that it is there, and how far it has looked, while nothing happens', async () => {
    jest.useFakeTimers({ doNotFake: ['setImmediate', 'nextTick', 'queueMicrotask'] });
    const { feed } = feedOf([page(1), { events: [], position: 9n }], {
      format: feedFormatFor('text/event-stream'),
    });
    const read = text(feed);
    await nextTurn();
    for (let beats = 0; beats < 3; beats += 1) {
      jest.advanceTimersByTime(feedLimits.heartbeatMs);
      await nextTurn();
    }
    feed.stop();
    const blocks = (await read).split('\n\n');
    expect(blocks[0]).toBe('retry: 2000');
    expect(blocks[1]).toMatch(/^id: 1\ndata: \{"position":"1"/);
    expect(blocks.slice(2)).toEqual(['id: 9', ':', '']);
  });

  test('takes no further page from the log while its caller does not read, and cuts it off', async () => {
    jest.useFakeTimers({ doNotFake: ['setImmediate', 'nextTick', 'queueMicrotask'] });
    const pages = Array.from({ length: 20 }, (_, index) => page(index + 1));
    const limits = { ...feedLimits, bufferedBytes: 100 };
    const { feed, log } = feedOf(pages, { limits });
    const closed = new Promise((resolve) => feed.once('close', resolve));
    feed.on('error', () => undefined);
    feed.read(0);
    await nextTurn();
    expect(log.taken).toBeLessThan(5);
    jest.advanceTimersByTime(feedLimits.stalledMs);
    await closed;
    expect(feed.destroyed).toBe(true);
    expect(log.taken).toBeLessThan(5);
  });
});
