import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { v5 } from 'uuid';
import { uuidBytes, uuidV5 } from './ids.js';

test('is what the package uuid makes of any name and namespace', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), fc.uuid(), (name, namespace) => {
      expect(uuidV5(name, uuidBytes(namespace))).toBe(v5(name, namespace));
    }),
  );
});
