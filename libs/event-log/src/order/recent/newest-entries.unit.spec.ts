import { describe, expect, test } from '@jest/globals';
import { NewestEntries } from './newest-entries.js';

const newest = (limits: { entriesMax?: number; weightMax?: number }) => {
  const dropped: string[] = [];
  const entries = new NewestEntries<number>({
    entriesMax: 100,
    weightMax: 100,
    ...limits,
    weightOf: (value) => value,
    onDropped: (key) => dropped.push(key),
  });
  const kept = (...keys: string[]): string[] =>
    keys.filter((key) => entries.get(key) !== undefined);
  return { entries, dropped, kept };
};

describe('the newest entries', () => {
  test('are those put last, up to a number', () => {
    const { entries, dropped, kept } = newest({ entriesMax: 2 });
    for (const key of ['a', 'b', 'a', 'c']) entries.put(key, 1);
    expect(kept('a', 'b', 'c')).toEqual(['a', 'c']);
    expect(dropped).toEqual(['b']);
  });

  test('weigh no more together than allowed', () => {
    const { entries, kept } = newest({ weightMax: 10 });
    for (const key of ['a', 'b', 'long']) entries.put(key, key.length * 2);
    expect(kept('a', 'b', 'long')).toEqual(['b', 'long']);
  });

  test('count an entry once that is put again, with its new weight', () => {
    const { entries, kept } = newest({ weightMax: 10 });
    for (const weight of [9, 8, 2]) entries.put('a', weight);
    entries.put('b', 8);
    expect(kept('a', 'b')).toEqual(['a', 'b']);
  });

  test('are at least the last one, however much it weighs', () => {
    const { entries, kept } = newest({ weightMax: 10 });
    entries.put('a', 40);
    expect(kept('a')).toEqual(['a']);
    entries.put('b', 1);
    expect(kept('a', 'b')).toEqual(['b']);
  });

  test('do not hold what was removed', () => {
    const { entries, dropped, kept } = newest({ weightMax: 10 });
    entries.put('a', 10);
    entries.remove('a');
    entries.put('b', 10);
    expect(kept('a', 'b')).toEqual(['b']);
    expect(dropped).toEqual([]);
  });
});
