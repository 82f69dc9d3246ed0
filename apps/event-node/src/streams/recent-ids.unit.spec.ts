import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { RecentIds } from './recent-ids.js';

/**
 * Entries with few different ids and streams, so that many entries are equal, and many have the
 * same hash value.
 */
const entries = fc.array(
  fc.record({ stream: fc.integer({ min: 1, max: 2 }), id: fc.integer({ min: 0, max: 9 }) }),
  { maxLength: 40 },
);
const idOf = (id: number): Buffer => Buffer.alloc(16, id % 5).fill(id, 4, 12);

test('the last ids up to the limit are known, at their last revision, and no others', () => {
  fc.assert(
    fc.property(entries, fc.integer({ min: 1, max: 8 }), (added, limit) => {
      const ids = new RecentIds(limit);
      const known = new Map<string, number>();
      for (const [revision, { stream, id }] of added.entries()) {
        ids.add(stream, idOf(id), revision);
        if (revision >= added.length - limit) known.set(`${stream} ${id}`, revision);
      }
      for (const stream of [1, 2]) {
        for (let id = 0; id < 10; id++) {
          expect(ids.revision(stream, idOf(id))).toBe(known.get(`${stream} ${id}`));
        }
      }
    }),
  );
});
