import { describe, expect, test } from '@jest/globals';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { OrderedWindow } from './ordered-window.js';

const limits = { placesMax: 3, weightMax: 100 };

const work = () => {
  let finish: (answer: string) => void = () => undefined;
  const underWay = new Promise<string>((resolve) => {
    finish = resolve;
  });
  return { underWay, finish };
};

const done = (answer: string): Promise<string> => Promise.resolve(answer);

/** Returns true if the promise has settled by the next turn of the event loop. */
const hasSettled = async (promise: Promise<unknown>): Promise<boolean> =>
  Promise.race([promise.then(() => true), nextTurn(false)]);

describe('a window', () => {
  test('gives answers in the order of the work, whatever is done first', async () => {
    const window = new OrderedWindow<string>(limits);
    const [first, second] = [work(), work()];
    window.add(first.underWay, 1);
    window.add(second.underWay, 1);
    window.add(done('c'), 1);
    const taken = window.take();
    second.finish('b');
    expect(await hasSettled(taken)).toBe(false);
    first.finish('a');
    expect(await taken).toEqual(['a', 'b', 'c']);
  });

  test('waits for work that is not there yet', async () => {
    const window = new OrderedWindow<string>(limits);
    const taken = window.take();
    window.add(done('a'), 1);
    expect(await taken).toEqual(['a']);
  });

  test('has room again only when an answer was taken', async () => {
    const window = new OrderedWindow<string>(limits);
    for (const answer of ['a', 'b', 'c']) window.add(done(answer), 1);
    const room = window.room();
    expect(await hasSettled(room)).toBe(false);
    expect(await window.take()).toEqual(['a', 'b', 'c']);
    expect(await hasSettled(room)).toBe(true);
  });

  test('is full by weight as well', async () => {
    const window = new OrderedWindow<string>(limits);
    window.add(done('a'), 99);
    expect(await hasSettled(window.room())).toBe(true);
    window.add(done('b'), 99);
    const room = window.room();
    expect(await hasSettled(room)).toBe(false);
    await window.take();
    expect(await hasSettled(room)).toBe(true);
  });

  test('that is closed answers what is under way, and then nothing', async () => {
    const window = new OrderedWindow<string>(limits);
    const { underWay, finish } = work();
    window.add(underWay, 1);
    window.close();
    const taken = window.take();
    finish('a');
    expect(await taken).toEqual(['a']);
    expect(await window.take()).toEqual([]);
  });

  test('that is closed lets nobody wait', async () => {
    const window = new OrderedWindow<string>(limits);
    for (const answer of ['a', 'b', 'c']) window.add(done(answer), 1);
    const [room, other] = [window.room(), new OrderedWindow<string>(limits)];
    const taken = other.take();
    window.close();
    other.close();
    await room;
    expect(await taken).toEqual([]);
  });
});
