import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { VersionedMap } from '#ledger';
import { PackedValues } from './packed-values.js';

describe('packed values', () => {
  test('come back as they were', () => {
    const packing = new PackedValues(20);
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const plain: unknown = JSON.parse(JSON.stringify(value));
        expect(packing.unpack(packing.pack(plain))).toEqual(plain);
      }),
    );
  });

  test('leave out members that are undefined', () => {
    const packing = new PackedValues();
    expect(packing.unpack(packing.pack({ a: undefined, b: 1 }))).toEqual({ b: 1 });
  });

  test('keep __proto__ an ordinary name', () => {
    const packing = new PackedValues();
    const value: unknown = JSON.parse('{"__proto__": {"a": 1}, "b": 2}');
    const back = packing.unpack(packing.pack(value)) as object;
    expect(Object.getPrototypeOf(back)).toBe(Object.prototype);
    expect(Object.keys(back)).toEqual(['__proto__', 'b']);
  });

  test('keep maps with the order of their keys', () => {
    const packing = new PackedValues();
    const map = VersionedMap.empty<unknown>().with('z', [1]).with('a', { b: null });
    const back = packing.unpack(packing.pack({ map })) as { map: typeof map };
    expect([...back.map.entries()]).toEqual([...map.entries()]);
    expect(back.map.get('a')).toEqual({ b: null });
    expect(back.map.size).toBe(2);
  });

  test('name members once, for as many shapes as allowed', () => {
    const packing = new PackedValues(1);
    expect(packing.pack({ amount: 1 })).not.toContain('amount');
    expect(packing.pack({ other: 1 })).toContain('other');
    expect(packing.unpack(packing.pack({ other: 1 }))).toEqual({ other: 1 });
  });
});
