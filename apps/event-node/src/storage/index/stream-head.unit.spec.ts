import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { decodeHead, encodeHead } from './stream-head.js';

const heads = fc.record({
  number: fc.integer({ min: 1, max: 2 ** 48 - 1 }),
  revision: fc.integer({ min: -1, max: 2 ** 48 - 2 }),
  isTombstoned: fc.boolean(),
  isSoftDeleted: fc.boolean(),
  hasMetadata: fc.boolean(),
});

test('a stored head is the head', () => {
  fc.assert(
    fc.property(heads, (head) => {
      expect(decodeHead(encodeHead(head))).toEqual(head);
    }),
  );
});
