import { describe, expect, test } from '@jest/globals';
import { TooManyWaiting } from '../faults/too-many-waiting.js';
import { OrderQueue, type OrderQueueLimits } from './order-queue.js';

interface Held {
  readonly done: Promise<string>;
  readonly release: (answer: string) => void;
}

const queueOf = (limits: Partial<OrderQueueLimits> = {}): OrderQueue =>
  new OrderQueue({ waitingPerOrderMax: 2, commandsMax: 10, waitMsMax: 5_000, ...limits });

/** A command that is at work until it is released. */
const hold = (queue: OrderQueue, orderId: string): Held => {
  let release: (answer: string) => void = () => undefined;
  const held = new Promise<string>((resolve) => {
    release = resolve;
  });
  return { done: queue.run(orderId, () => held), release };
};

const answer = (text: string) => (): Promise<string> => Promise.resolve(text);

describe('commands on one order', () => {
  test('run one after another, in the order in which they came', async () => {
    const queue = queueOf();
    const log: string[] = [];
    const command = (name: string) => async (): Promise<void> => {
      log.push(`${name} starts`);
      await Promise.resolve();
      log.push(`${name} ends`);
    };
    await Promise.all(['a', 'b', 'c'].map((name) => queue.run('o1', command(name))));
    expect(log).toEqual(['a', 'b', 'c'].flatMap((name) => [`${name} starts`, `${name} ends`]));
  });

  test('give the place on when one of them fails', async () => {
    const queue = queueOf();
    const failing = queue.run('o1', () => Promise.reject(new Error('no')));
    const next = queue.run('o1', answer('yes'));
    await expect(failing).rejects.toThrow('no');
    await expect(next).resolves.toBe('yes');
  });

  test('are refused when too many wait, and only then', async () => {
    const queue = queueOf({ waitingPerOrderMax: 2 });
    const first = hold(queue, 'o1');
    const waiting = [queue.run('o1', answer('b')), queue.run('o1', answer('c'))];
    await expect(queue.run('o1', answer('d'))).rejects.toThrow(TooManyWaiting);
    first.release('a');
    expect(await Promise.all([first.done, ...waiting])).toEqual(['a', 'b', 'c']);
  });

  test('are refused when they waited too long, and are then never run', async () => {
    const queue = queueOf({ waitMsMax: 5 });
    const first = hold(queue, 'o1');
    let ran = false;
    const late = queue.run('o1', () => {
      ran = true;
      return Promise.resolve('b');
    });
    await expect(late).rejects.toThrow(TooManyWaiting);
    first.release('a');
    await first.done;
    expect(ran).toBe(false);
    expect(await queue.run('o1', answer('c'))).toBe('c');
  });
});

describe('commands on different orders', () => {
  test('do not wait for each other', async () => {
    const queue = queueOf();
    const first = hold(queue, 'o1');
    expect(await queue.run('o2', answer('free'))).toBe('free');
    first.release('a');
    await first.done;
  });

  test('are bounded together', async () => {
    const queue = queueOf({ commandsMax: 2 });
    const held = [hold(queue, 'o1'), hold(queue, 'o2')];
    await expect(queue.run('o3', answer('no'))).rejects.toThrow(TooManyWaiting);
    for (const { release } of held) release('done');
    await Promise.all(held.map(({ done }) => done));
    expect(await queue.run('o3', answer('yes'))).toBe('yes');
  });
});

describe('a queue without commands', () => {
  test('keeps nothing of the orders that went through it', async () => {
    const queue = queueOf({ commandsMax: 1_000 });
    const orders = Array.from({ length: 300 }, (_, i) => `o${i % 150}`);
    const outcomes = orders.map((orderId, i) =>
      queue.run(orderId, () => (i % 7 === 0 ? Promise.reject(new Error('no')) : Promise.resolve())),
    );
    expect(queue.size).toBe(150);
    await Promise.allSettled(outcomes);
    expect(queue.size).toBe(0);
  });
});
