import { describe, expect, test } from '@jest/globals';
import { PassThrough } from 'node:stream';
import { idleMarker, withIdleMarker } from './with-idle-marker.js';

async function* numbers(count: number): AsyncGenerator<number, void> {
  for (let number = 0; number < count; number += 1) yield await Promise.resolve(number);
}

/** A source that gives what is pushed into it. */
const pushed = (): PassThrough => new PassThrough({ objectMode: true });

const collect = async <Item>(items: AsyncIterable<Item>): Promise<Item[]> => {
  const collected: Item[] = [];
  for await (const item of items) collected.push(item);
  return collected;
};

describe('orIdle', () => {
  test('passes on every item of a busy source', async () => {
    expect(await collect(withIdleMarker(numbers(5), 10_000))).toEqual([0, 1, 2, 3, 4]);
  });

  test('says idle while nothing comes, and loses nothing by it', async () => {
    const source = pushed();
    const items = withIdleMarker(source[Symbol.asyncIterator]() as AsyncIterator<string>, 5);

    expect((await items.next()).value).toBe(idleMarker);
    expect((await items.next()).value).toBe(idleMarker);
    source.end('late');
    const rest = await collect(items);
    expect(rest.filter((item) => item !== idleMarker)).toEqual(['late']);
  });

  test('asks for the next item only when the reader wants it', async () => {
    let asked = 0;
    const source = {
      next: () => {
        asked += 1;
        return Promise.resolve({ done: false as const, value: asked });
      },
    };
    const items = withIdleMarker(source, 10_000);

    await items.next();
    expect(asked).toBe(1);

    await items.next();
    expect(asked).toBe(2);
  });

  test('throws what the source throws, after the items before it', async () => {
    async function* failing(): AsyncGenerator<number, void> {
      yield* numbers(2);
      throw new Error('broken');
    }
    const items = withIdleMarker(failing(), 10_000);

    expect((await items.next()).value).toBe(0);
    expect((await items.next()).value).toBe(1);
    await expect(items.next()).rejects.toThrow('broken');
  });
});
