import { expect, test } from '@jest/globals';
import { RequestsInFlight } from './requests-in-flight.js';

test('requests beyond the limit are refused 503 until one is answered', () => {
  const inFlight = new RequestsInFlight(2);
  inFlight.enter();
  inFlight.enter();
  expect(() => {
    inFlight.enter();
  }).toThrow(
    expect.objectContaining({
      refusal: expect.objectContaining({ status: 503, headers: { 'Retry-After': '1' } }),
    }),
  );
  inFlight.leave();
  inFlight.enter();
});
