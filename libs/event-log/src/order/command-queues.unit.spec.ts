import { describe, expect, test } from '@jest/globals';
import { TooManyWaiting } from '../faults.js';
import { type QueuedCommand, CommandQueues, type CommandQueueLimits } from './command-queues.js';
type Task = () => Promise<string>;

const limits: CommandQueueLimits = {
  waitingPerOrderMax: 2,
  commandsMax: 10,
  waitMsMax: 5_000,
  togetherMax: 1,
};

/**
 * Queues whose commands are functions, which the queues call. `calls` lists the number of commands
 * in each batch.
 */
const linesOf = (given: Partial<CommandQueueLimits> = {}) => {
  const calls: number[] = [];
  const work = async (_orderId: string, first: readonly QueuedCommand<Task, string>[]) => {
    calls.push(first.length);
    for (const { command, answer, fail } of first) await command().then(answer, fail);
    return first.length;
  };
  return { calls, lines: new CommandQueues<Task, string>({ ...limits, ...given }, work) };
};

type Lines = ReturnType<typeof linesOf>['lines'];

/** Queues a command that runs until `release` is called. */
const hold = (lines: Lines, orderId: string) => {
  let release: (answer: string) => void = () => undefined;
  const held = new Promise<string>((resolve) => {
    release = resolve;
  });
  return { done: lines.run(orderId, () => held), release };
};

const answer = (text: string): Task => {
  return () => Promise.resolve(text);
};
const failure: Task = () => Promise.reject(new Error('no'));

describe('commands on one order', () => {
  test('run one after another, in the order in which they came', async () => {
    const { lines } = linesOf();
    const log: string[] = [];
    const command =
      (name: string): Task =>
      async () => {
        log.push(`${name} starts`);
        await Promise.resolve();
        log.push(`${name} ends`);
        return name;
      };
    await Promise.all(['a', 'b', 'c'].map((name) => lines.run('o1', command(name))));
    expect(log).toEqual(['a', 'b', 'c'].flatMap((name) => [`${name} starts`, `${name} ends`]));
  });

  test('that gather meanwhile are called up together, up to a limit', async () => {
    const { lines, calls } = linesOf({ waitingPerOrderMax: 10, togetherMax: 3 });
    const first = hold(lines, 'o1');
    const others = ['b', 'c', 'd', 'e'].map((text) => lines.run('o1', answer(text)));
    first.release('a');
    expect(await Promise.all([first.done, ...others])).toEqual(['a', 'b', 'c', 'd', 'e']);
    expect(calls).toEqual([1, 3, 1]);
  });

  test('that were called up and not settled come first the next time', async () => {
    const seen: string[][] = [];
    const work = (
      _orderId: string,
      first: readonly QueuedCommand<string, string>[],
    ): Promise<number> => {
      seen.push(first.map(({ command }) => command));
      first[0]?.answer(first[0].command);
      return Promise.resolve(1);
    };
    const lines = new CommandQueues<string, string>({ ...limits, togetherMax: 9 }, work);
    const answers = await Promise.all(['a', 'b', 'c'].map((text) => lines.run('o1', text)));
    expect(answers).toEqual(['a', 'b', 'c']);
    expect(seen).toEqual([['a'], ['b', 'c'], ['c']]);
  });

  test('give the place on when one of them fails', async () => {
    const { lines } = linesOf();
    const failing = lines.run('o1', failure);
    const next = lines.run('o1', answer('yes'));
    await expect(failing).rejects.toThrow('no');
    await expect(next).resolves.toBe('yes');
  });

  test('are refused when too many wait, and only then', async () => {
    const { lines } = linesOf({ waitingPerOrderMax: 2 });
    const first = hold(lines, 'o1');
    const waiting = [lines.run('o1', answer('b')), lines.run('o1', answer('c'))];
    await expect(lines.run('o1', answer('d'))).rejects.toThrow(TooManyWaiting);
    first.release('a');
    expect(await Promise.all([first.done, ...waiting])).toEqual(['a', 'b', 'c']);
  });

  test('are refused when they waited too long, and are then never run', async () => {
    const { lines } = linesOf({ waitMsMax: 5 });
    const first = hold(lines, 'o1');
    let ran = false;
    const late = lines.run('o1', () => {
      ran = true;
      return Promise.resolve('b');
    });
    await expect(late).rejects.toThrow(TooManyWaiting);
    first.release('a');
    await first.done;
    expect(ran).toBe(false);
    expect(await lines.run('o1', answer('c'))).toBe('c');
  });
});

describe('commands on different orders', () => {
  test('do not wait for each other', async () => {
    const { lines } = linesOf();
    const first = hold(lines, 'o1');
    expect(await lines.run('o2', answer('free'))).toBe('free');
    first.release('a');
    await first.done;
  });

  test('are bounded together', async () => {
    const { lines } = linesOf({ commandsMax: 2 });
    const held = [hold(lines, 'o1'), hold(lines, 'o2')];
    await expect(lines.run('o3', answer('no'))).rejects.toThrow(TooManyWaiting);
    for (const { release } of held) release('done');
    await Promise.all(held.map(({ done }) => done));
    expect(await lines.run('o3', answer('yes'))).toBe('yes');
  });
});

describe('lines without commands', () => {
  test('keep nothing of the orders that went through them', async () => {
    const { lines } = linesOf({ commandsMax: 1_000 });
    const orders = Array.from({ length: 300 }, (_, i) => `o${i % 150}`);
    const outcomes = orders.map((orderId, i) =>
      lines.run(orderId, i % 7 === 0 ? failure : answer('yes')),
    );
    expect(lines.size).toBe(150);
    await Promise.allSettled(outcomes);
    await lines.run('o1', answer('the last'));
    await new Promise<void>((resolve) => setImmediate(resolve));
    expect(lines.size).toBe(0);
  });
});
