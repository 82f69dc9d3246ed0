import { expect, test } from '@jest/globals';
import { RequestsInFlight } from './requests-in-flight.js';

test('requests beyond the limit do not enter until one is answered', () => {
  const inFlight = new RequestsInFlight(2);
  expect([inFlight.tryEnter(), inFlight.tryEnter(), inFlight.tryEnter()]).toEqual([
    true,
    true,
    false,
  ]);
  inFlight.leave();
  expect(inFlight.tryEnter()).toBe(true);
});

test('a kind of requests has a limit of its own within that of all', () => {
  const all = new RequestsInFlight(2);
  const commands = new RequestsInFlight(1, all);
  expect(commands.tryEnter()).toBe(true);
  expect(commands.tryEnter()).toBe(false);
  expect(all.tryEnter()).toBe(true);
  expect(all.tryEnter()).toBe(false);
  commands.leave();
  expect(all.tryEnter()).toBe(true);
  expect(commands.tryEnter()).toBe(false);
  all.leave();
  expect(commands.tryEnter()).toBe(true);
});
