import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { MalformedMessage } from '../model/faults.js';
import { ProtoReader } from './proto-reader.js';
import { ProtoWriter, varintSize } from './proto-writer.js';

const safeNumbers = fc.integer({ min: 0, max: Number.MAX_SAFE_INTEGER });

describe('the wire format', () => {
  test('carries every number and text', () => {
    const fields = fc.array(
      fc.tuple(fc.integer({ min: 1, max: 2 ** 20 }), safeNumbers, fc.string({ unit: 'grapheme' })),
    );
    fc.assert(
      fc.property(fields, (written) => {
        const writer = new ProtoWriter(4);
        for (const [field, number, text] of written) writer.uint64(field, number).text(field, text);
        const reader = new ProtoReader(writer.finish());
        for (const [field, number, text] of written) {
          expect([reader.next(), reader.uint64()]).toEqual([field, number]);
          expect([reader.next(), reader.text()]).toEqual([field, text]);
        }
        expect(reader.next()).toBe(0);
      }),
    );
  });

  test('carries 64 bits exactly, as a bigint where a number is not exact', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }), (value) => {
        const reader = new ProtoReader(new ProtoWriter().uint64(1, value).finish());
        reader.next();
        const read = reader.uint64();
        expect(BigInt(read)).toBe(value);
        expect(typeof read).toBe(value <= Number.MAX_SAFE_INTEGER ? 'number' : 'bigint');
      }),
    );
  });

  test('knows the size of a number beforehand', () => {
    fc.assert(
      fc.property(safeNumbers, (value) => {
        expect(new ProtoWriter().varint(value).finish()).toHaveLength(varintSize(value));
      }),
    );
  });

  test('skips fields that nobody asks for', () => {
    const fixed = Buffer.from([0x0d, 1, 2, 3, 4, 0x11, 1, 2, 3, 4, 5, 6, 7, 8]);
    const rest = new ProtoWriter().uint64(3, 300).text(4, 'skipped').uint64(5, 7).finish();
    const reader = new ProtoReader(Buffer.concat([fixed, rest]));
    const seen: number[] = [];
    for (let field = reader.next(); field !== 5; field = reader.next()) {
      seen.push(field);
      reader.skip();
    }
    expect(seen).toEqual([1, 2, 3, 4]);
    expect(reader.uint64()).toBe(7);
  });

  test('refuses a field with the number 0, which would hide the fields after it', () => {
    const hidden = new ProtoWriter().text(1, 'hidden').finish();
    const reader = new ProtoReader(Buffer.concat([Buffer.of(0), hidden]));
    expect(() => reader.next()).toThrow(MalformedMessage);
  });

  test.each<[string, number[], (reader: ProtoReader) => unknown]>([
    ['a number without end', [0x08, 0x80], (reader) => reader.uint64()],
    ['a number of more than ten bytes', [0x08, ...Array<number>(11).fill(0x80)], (r) => r.uint64()],
    ['a text longer than the message', [0x0a, 5, 65], (reader) => reader.bytes()],
    ['a text that is not UTF-8', [0x0a, 1, 0xff], (reader) => reader.text()],
    ['a number where bytes belong', [0x08, 1], (reader) => reader.bytes()],
    ['bytes where a number belongs', [0x0a, 0], (reader) => reader.uint64()],
    [
      'an unknown wire type',
      [0x0b],
      (reader) => {
        reader.skip();
      },
    ],
    [
      'a fixed number cut short',
      [0x0d, 1],
      (reader) => {
        reader.skip();
      },
    ],
  ])('refuses %s', (_, bytes, read) => {
    const reader = new ProtoReader(Buffer.from(bytes));
    reader.next();
    expect(() => read(reader)).toThrow(MalformedMessage);
  });
});
