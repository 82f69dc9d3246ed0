import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { v5 } from 'uuid';
import { isUuid, uuidBytes, uuidV5 } from './ids.js';

test('is what the package uuid makes of any name and namespace', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), fc.uuid(), (name, namespace) => {
      expect(uuidV5(name, uuidBytes(namespace))).toBe(v5(name, namespace));
    }),
  );
});

const id = 'c107a454-7abc-519f-b865-9c805d9e27b5';

test('is recognised in lower and upper case, alone in its text', () => {
  for (const text of [id, id.toUpperCase(), '00000000-0000-0000-0000-000000000000'])
    expect(isUuid(text)).toBe(true);
  for (const text of [
    '',
    ` ${id}`,
    `${id} `,
    id.replaceAll('-', ''),
    id.slice(1),
    `g${id.slice(1)}`,
  ])
    expect(isUuid(text)).toBe(false);
});
