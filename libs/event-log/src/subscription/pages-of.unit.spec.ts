import { describe, expect, test } from '@jest/globals';
import { storedEvent } from '../testing/stored-events.js';
import type { Deliveries, Delivery } from './deliveries.js';
import { type LogPage, PageBuilder } from './log-pages.js';
import { pagesOf } from './pages-of.js';

const event = (position: number): Delivery => ({
  event: storedEvent({ position: { commit: BigInt(position) } }),
});

/** Gives deliveries in bursts: the next burst is there only after the reader has asked for more. */
class Bursts implements Deliveries {
  readonly #bursts: Delivery[][];
  #now: Delivery[] = [];
  #taken = 0;

  constructor(bursts: Delivery[][]) {
    this.#bursts = bursts;
  }

  get taken(): number {
    return this.#taken;
  }

  next(): Delivery | undefined {
    const delivery = this.#now.shift();
    if (delivery !== undefined) this.#taken += 1;
    return delivery;
  }

  more(): Promise<boolean> {
    this.#now = this.#bursts.shift() ?? [];
    return Promise.resolve(this.#now.length > 0);
  }
}

const collect = async (bursts: Delivery[][], pageSize = 3): Promise<LogPage[]> => {
  const pages: LogPage[] = [];
  const deliveries = new Bursts(bursts);
  for await (const page of pagesOf(deliveries, new PageBuilder(10n), pageSize)) pages.push(page);
  return pages;
};

const shape = ({ events, position, caughtUp }: LogPage): string =>
  `${events.map(({ position: at }) => at).join(',')} @${position}${caughtUp ? ' live' : ''}`;

describe('a page', () => {
  test('is handed out as soon as nothing more is there', async () => {
    const pages = await collect([[event(11)], [event(12), event(13)]]);
    expect(pages.map(shape)).toEqual(['11 @11', '12,13 @13']);
  });

  test('holds at most as many events as asked for', async () => {
    const pages = await collect([[11, 12, 13, 14, 15, 16, 17].map(event)]);
    expect(pages.map(shape)).toEqual(['11,12,13 @13', '14,15,16 @16', '17 @17']);
  });

  test('may be empty: a checkpoint alone moves the position', async () => {
    const pages = await collect([[{ checkpoint: 40n }], [event(41), { checkpoint: 50n }]]);
    expect(pages.map(shape)).toEqual([' @40', '41 @50']);
  });

  test('never goes back: a checkpoint behind the position says nothing', async () => {
    expect(await collect([[{ checkpoint: 10n }], [{ checkpoint: 9n }]])).toEqual([]);
  });

  test('says that the end of the log was reached, from then on', async () => {
    const pages = await collect([
      [event(11)],
      [{ caughtUp: true }],
      [event(12)],
      [{ caughtUp: true }],
      [{ caughtUp: false }],
    ]);
    expect(pages.map(shape)).toEqual(['11 @11', ' @11 live', '12 @12 live', ' @12']);
  });

  test('is not read ahead of: what lies behind a page is taken when the next one is asked for', async () => {
    const deliveries = new Bursts([[11, 12, 13, 14, 15, 16].map(event)]);
    const pages = pagesOf(deliveries, new PageBuilder(10n), 3);
    await pages.next();
    expect(deliveries.taken).toBe(3);
    await pages.next();
    expect(deliveries.taken).toBe(6);
  });

  test('tells of an event that cannot be read, and goes on after it', async () => {
    const stored = storedEvent({ type: 'OrderTeleported' });
    const pages = await collect([[event(11), { event: stored }, event(101)]]);
    expect(pages).toMatchObject([
      {
        position: 101n,
        damages: [
          {
            streamId: stored.streamId,
            position: 100n,
            eventType: 'OrderTeleported',
            reason: 'unknown event type',
          },
        ],
      },
    ]);
    expect(pages[0]?.events).toHaveLength(2);
  });
});
