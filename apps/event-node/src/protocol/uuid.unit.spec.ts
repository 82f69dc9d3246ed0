import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { MalformedMessage } from '../model/faults.js';
import { isZeroUuid, parseUuid, readUuid, uuidMessage, uuidText } from './uuid.js';

const text = '0a1b2c3d-4e5f-6a7b-8c9d-ffeeddccbbaa';

describe('a UUID', () => {
  test('reads its text in either case', () => {
    const id = parseUuid(Buffer.from(text));
    expect(id.toString('hex')).toBe(text.replaceAll('-', ''));
    expect(parseUuid(Buffer.from(text.toUpperCase()))).toEqual(id);
    expect(uuidText(id).toString()).toBe(text);
  });

  test.each(['text', 'structured'] as const)('survives its %s form', (form) => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 16, maxLength: 16 }), (bytes) => {
        const id = Buffer.from(bytes);
        expect(readUuid(uuidMessage(id, form))).toEqual(id);
      }),
    );
  });

  test('of neither form is zero', () => {
    expect(isZeroUuid(readUuid(Buffer.alloc(0)))).toBe(true);
    expect(isZeroUuid(parseUuid(Buffer.from(text)))).toBe(false);
  });

  test.each(['', text.slice(1), `${text}0`, text.replace('-', '0'), text.replace('0a', 'zz')])(
    'refuses %j',
    (text) => {
      expect(() => parseUuid(Buffer.from(text))).toThrow(MalformedMessage);
    },
  );
});
