import { afterEach, expect, test } from '@jest/globals';
import { metadataEvent } from '../../streams/apply-write.js';
import { TestStore } from '../../testing/test-store.js';

let written: TestStore;

afterEach(() => written.discard());

const events = Array.from({ length: 700 }, () => metadataEvent(Buffer.from('{}')));

/** Appends each event with a separate write. */
const writeAll = async (): Promise<void> => {
  for (const event of events) await written.write({ events: [event], expected: 'any' });
};

const revisions = (): number[] => {
  const found: number[] = [];
  written.store.visitRecentIds((_, id, revision) => {
    expect(id.equals(events[revision]!.id)).toBe(true);
    found.push(revision);
  });
  return found;
};

const allRevisions = events.map((_, revision) => revision);

test('every id is known after a restart, whatever the index had written by then', async () => {
  written = await TestStore.open({ indexedAtOnce: 7 });
  await writeAll();
  await written.close();
  written = await TestStore.open({}, written.directory);
  expect(revisions()).toEqual(allRevisions);
  for (const [revision, event] of events.entries()) {
    const outcome = await written.write({ events: [event], expected: 'any' });
    expect(outcome).toMatchObject({ kind: 'written', revision });
  }
  expect(written.store.head('s')).toMatchObject({ revision: events.length - 1 });
});

test('old ones are forgotten', async () => {
  written = await TestStore.open({ indexedAtOnce: 7, recentIds: 100 });
  await writeAll();
  await written.close();
  written = await TestStore.open({}, written.directory);
  const kept = revisions();
  expect(kept.length).toBeLessThan(500);
  expect(kept).toEqual(allRevisions.slice(-kept.length));
  expect(kept.length).toBeGreaterThanOrEqual(100);
});
