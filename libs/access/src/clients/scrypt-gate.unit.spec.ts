import { describe, expect, test } from '@jest/globals';
import { ScryptGate, TooManyAuthentications } from './scrypt-gate.js';

/** Work that ends when it is told to. */
const held = () => {
  let finish: (result: string) => void = () => undefined;
  const done = new Promise<string>((resolve) => {
    finish = resolve;
  });
  let started = false;
  const work = () => {
    started = true;
    return done;
  };
  return { work, finish, isStarted: () => started };
};

const turn = () => new Promise((resolve) => setImmediate(resolve));

describe('the gate before hashing', () => {
  test('lets only so many run at once and the next when one ends', async () => {
    const gate = new ScryptGate({ runningMax: 1, waitingMax: 1 });
    const [first, second] = [held(), held()];
    const results = [gate.run(first.work), gate.run(second.work)];
    await turn();
    expect([first.isStarted(), second.isStarted()]).toEqual([true, false]);
    first.finish('first');
    await turn();
    expect(second.isStarted()).toBe(true);
    second.finish('second');
    await expect(Promise.all(results)).resolves.toEqual(['first', 'second']);
  });

  test('refuses beyond its queue and takes more once it has emptied', async () => {
    const gate = new ScryptGate({ runningMax: 1, waitingMax: 0 });
    const first = held();
    const running = gate.run(first.work);
    await expect(gate.run(() => Promise.resolve())).rejects.toThrow(TooManyAuthentications);
    first.finish('done');
    await running;
    await expect(gate.run(() => Promise.resolve('next'))).resolves.toBe('next');
  });

  test('gives its place back when the work fails', async () => {
    const gate = new ScryptGate({ runningMax: 1, waitingMax: 0 });
    await expect(gate.run(() => Promise.reject(new Error('no')))).rejects.toThrow('no');
    await expect(gate.run(() => Promise.resolve('next'))).resolves.toBe('next');
  });
});
