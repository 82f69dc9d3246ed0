import { getEventListeners } from 'node:events';
import { expect, test } from '@jest/globals';
import { WebhookWake } from './delivery-task.js';

const long = 600_000;

test('who waits is woken, by a call before or within the wait, or by the end', async () => {
  const wake = new WebhookWake();
  const ending = new AbortController();
  wake.wake();
  await wake.wait(long, ending.signal);
  const within = wake.wait(long, ending.signal);
  wake.wake();
  await within;
  await wake.wait(1, ending.signal);
  expect(getEventListeners(ending.signal, 'abort')).toEqual([]);
  const last = wake.wait(long, ending.signal);
  ending.abort();
  await last;
  await wake.wait(long, ending.signal);
});
