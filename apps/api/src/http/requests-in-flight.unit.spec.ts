import { expect, test } from '@jest/globals';
import { RequestsInFlight } from './requests-in-flight.js';

const refused = expect.objectContaining({
  refusal: expect.objectContaining({ status: 503, headers: { 'Retry-After': '1' } }),
}) as unknown as Error;

test('requests beyond the limit are refused 503 until one is answered', () => {
  const inFlight = new RequestsInFlight(2);
  inFlight.enter();
  inFlight.enter();
  expect(() => {
    inFlight.enter();
  }).toThrow(refused);
  inFlight.leave();
  inFlight.enter();
});

test('a kind of requests has a limit of its own within that of all', () => {
  const all = new RequestsInFlight(2);
  const commands = new RequestsInFlight(1, all);
  const enter = (limit: RequestsInFlight) => () => {
    limit.enter();
  };
  commands.enter();
  expect(enter(commands)).toThrow(refused);
  all.enter();
  expect(enter(all)).toThrow(refused);
  commands.leave();
  all.enter();
  expect(enter(commands)).toThrow(refused);
  all.leave();
  commands.enter();
});
