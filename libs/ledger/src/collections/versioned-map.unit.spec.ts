import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { VersionedMap } from './versioned-map.js';

const empty = VersionedMap.empty<number>();

describe('VersionedMap', () => {
  test('finds what was written, in the order of the first writes', () => {
    const map = empty.with('a', 1).with('b', 2).with('a', 3);
    expect(map.get('a')).toBe(3);
    expect(map.get('c')).toBeUndefined();
    expect([...map.values()]).toEqual([3, 2]);
    expect(map.size).toBe(2);
  });

  test('an earlier version stays as it was', () => {
    const earlier = empty.with('a', 1);
    earlier.with('a', 2).with('b', 3);
    expect([...earlier.values()]).toEqual([1]);
    expect(earlier.get('b')).toBeUndefined();
    expect(earlier.size).toBe(1);
  });

  test('two successors of one version do not see each other', () => {
    const base = empty.with('a', 1);
    const [left, right] = [base.with('b', 2), base.with('b', 3).with('a', 4)];
    expect([...base.values()]).toEqual([1]);
    expect([...left.values()]).toEqual([1, 2]);
    expect([...right.values()]).toEqual([4, 3]);
  });

  test('behaves as a copied map in any tree of versions', () => {
    const write = fc.record({
      from: fc.nat(),
      key: fc.constantFrom('a', 'b', 'c', 'd'),
      value: fc.integer(),
    });
    fc.assert(
      fc.property(fc.array(write, { maxLength: 40 }), (writes) => {
        const versions = [{ map: VersionedMap.empty<number>(), model: new Map<string, number>() }];
        for (const { from, key, value } of writes) {
          const { map, model } = versions[from % versions.length]!;
          versions.push({ map: map.with(key, value), model: new Map(model).set(key, value) });
        }
        for (const { map, model } of versions) {
          expect([...map.values()]).toEqual([...model.values()]);
          expect(map.size).toBe(model.size);
          for (const key of 'abcd') expect(map.get(key)).toBe(model.get(key));
        }
      }),
    );
  });
});
