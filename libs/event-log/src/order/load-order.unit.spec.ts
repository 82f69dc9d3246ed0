import { expect, test } from '@jest/globals';
import type { StreamRead } from '../client/event-store.js';
import type { StoredEvent } from '../client/stored-event.js';
import { gathered } from '../testing/gathered.js';
import { readStoredHistory } from './load-order.js';

test('a history is read in pages of at most 100 events, each of which may have 1 MiB', async () => {
  const asked: number[] = [];
  const read = ({ fromRevision, eventsMax }: StreamRead): Promise<readonly StoredEvent[]> => {
    asked.push(eventsMax);
    const length = Math.max(0, Math.min(eventsMax, 250 - fromRevision));
    return Promise.resolve(Array.from({ length }, () => ({}) as StoredEvent));
  };
  const history = await gathered(readStoredHistory({ read }, 'order'));
  expect(history).toHaveLength(250);
  expect(asked).toEqual([100, 100, 100]);
});
