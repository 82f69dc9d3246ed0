import { describe, expect, test } from '@jest/globals';
import { storedEvent } from '../testing/stored-events.js';
import type { Deliveries, Delivery } from './deliveries.js';
import { keptMax, positionOf, SharedConnection } from './shared-connection.js';
import { JoiningDeliveries } from './shared-log.js';

const eventAt = (commit: number): Delivery => ({
  event: storedEvent({ position: { commit: BigInt(commit) } }),
});
const caughtUp: Delivery = { caughtUp: true };

/** A connection to which the test gives the deliveries. */
class Source implements Deliveries {
  readonly waiting: Delivery[] = [];
  isClosed = false;
  #failure: Error | undefined;
  #wake: () => void = () => undefined;

  constructor(...deliveries: readonly Delivery[]) {
    this.waiting.push(...deliveries);
  }

  give(...deliveries: readonly Delivery[]): void {
    this.waiting.push(...deliveries);
    this.#wake();
  }

  fail(error: Error): void {
    this.#failure = error;
    this.#wake();
  }

  next(): Delivery | undefined {
    return this.waiting.shift();
  }

  async more(): Promise<boolean> {
    while (this.waiting.length === 0 && !this.isClosed && this.#failure === undefined) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
    if (this.#failure !== undefined) throw this.#failure;
    return !this.isClosed;
  }

  close(): void {
    this.isClosed = true;
    this.#wake();
  }
}

const taken = (reader: Deliveries): (bigint | undefined)[] => {
  const positions = [];
  for (let next = reader.next(); next !== undefined; next = reader.next()) {
    positions.push(positionOf(next));
  }
  return positions;
};

const joined = () => {
  const source = new Source();
  const connection = new SharedConnection(source, 10n);
  const ending = new AbortController();
  const [first, second] = [connection.join(ending.signal), connection.join(ending.signal)];
  return { source, connection, ending, first, second };
};

describe('a shared connection', () => {
  test('gives each reader each delivery, whoever comes first', async () => {
    const { source, first, second } = joined();
    const both = Promise.all([first.more(), second.more()]);
    source.give(eventAt(11), eventAt(12));
    expect(await both).toEqual([true, true]);
    expect(taken(first)).toEqual([11n, 12n]);
    source.give(eventAt(13));
    expect(taken(second)).toEqual([11n, 12n, 13n]);
    expect(await first.more()).toBe(true);
    expect(taken(first)).toEqual([13n]);
  });

  test('gives one that joins later what comes after', () => {
    const { source, connection, ending, first } = joined();
    source.give(eventAt(11));
    taken(first);
    const late = connection.join(ending.signal);
    expect(late.after).toBe(11n);
    source.give(eventAt(12));
    expect(taken(late)).toEqual([12n]);
  });

  test('leaves a reader that is too far behind, and keeps a bounded number for the others', async () => {
    const { source, first, second } = joined();
    const positions = Array.from({ length: 2 * keptMax }, (_, index) => index + 11);
    source.give(...positions.map(eventAt));
    expect(taken(first)).toHaveLength(2 * keptMax);
    expect(second.isBehind).toBe(true);
    expect(second.next()).toBeUndefined();
    expect(await second.more()).toBe(false);
    expect(first.isBehind).toBe(false);
  });

  test('keeps what the slowest has not taken, up to its limit', () => {
    const { source, first, second } = joined();
    const positions = Array.from({ length: keptMax - 1 }, (_, index) => index + 11);
    source.give(...positions.map(eventAt));
    taken(first);
    expect(taken(second)).toHaveLength(keptMax - 1);
  });

  test('fails for all, ends for all, and ends with its last reader', async () => {
    const failing = joined();
    const waiting = [failing.first.more(), failing.second.more()];
    failing.source.fail(new Error('lost'));
    for (const one of waiting) await expect(one).rejects.toThrow('lost');
    expect(failing.connection.hasEnded).toBe(true);

    const ending = joined();
    const ends = [ending.first.more(), ending.second.more()];
    ending.source.close();
    expect(await Promise.all(ends)).toEqual([false, false]);

    const left = joined();
    left.first.leave();
    expect(left.source.isClosed).toBe(false);
    left.second.leave();
    expect(left.source.isClosed).toBe(true);
  });

  test('lets a reader go that waits when its signal is aborted', async () => {
    const { first, ending } = joined();
    const waiting = first.more();
    ending.abort();
    expect(await waiting).toBe(false);
  });
});

describe('the deliveries of a consumer', () => {
  /**
   * A consumer that reads from a separate connection, with the deliveries `own`. It can join a
   * shared connection, which already has another reader.
   */
  const joining = (...own: readonly Delivery[]) => {
    const mine = new Source(...own);
    const shared = joined();
    const { signal } = shared.ending;
    const join = () => shared.connection.join(signal);
    return { ...shared, mine, deliveries: new JoiningDeliveries(mine, { after: 5n, join }) };
  };

  test('come from its own connection until that has come as far as the shared one', async () => {
    const { mine, deliveries, source, first } = joining(eventAt(6), caughtUp, eventAt(8));
    expect(taken(deliveries)).toEqual([6n, undefined, 8n]);
    source.give(eventAt(11), eventAt(12));
    taken(first);
    expect(mine.isClosed).toBe(false);
    mine.give(eventAt(11));
    expect(await deliveries.more()).toBe(true);
    // The shared connection is at position 10. Event 11 comes once, although both connections have
    // it.
    expect(taken(deliveries)).toEqual([11n, 12n]);
    expect(mine.isClosed).toBe(true);
    source.give(eventAt(13));
    expect(await deliveries.more()).toBe(true);
    expect(taken(deliveries)).toEqual([13n]);
  });

  test('stay with its own connection until that has caught up', () => {
    const { mine, deliveries } = joining(eventAt(6), eventAt(20), eventAt(21));
    expect(taken(deliveries)).toEqual([6n, 20n, 21n]);
    expect(mine.isClosed).toBe(false);
  });

  test('have no gap if the shared one goes on too far before it is reached', () => {
    const { mine, deliveries, source, first } = joining(caughtUp);
    taken(deliveries);
    const positions = Array.from({ length: 2 * keptMax }, (_, index) => index + 11);
    source.give(...positions.map(eventAt));
    taken(first);
    mine.give(...positions.map(eventAt));
    expect(taken(deliveries)).toEqual(positions.map(BigInt));
    source.give(eventAt(9_000));
    taken(first);
    mine.give(eventAt(9_000));
    expect(taken(deliveries)).toEqual([9_000n]);
  });

  test('end when it falls behind the shared one', async () => {
    const { deliveries, source, first } = joining(caughtUp, eventAt(10));
    taken(deliveries);
    const positions = Array.from({ length: 2 * keptMax }, (_, index) => index + 11);
    source.give(...positions.map(eventAt));
    taken(first);
    expect(deliveries.next()).toBeUndefined();
    expect(await deliveries.more()).toBe(false);
  });
});
