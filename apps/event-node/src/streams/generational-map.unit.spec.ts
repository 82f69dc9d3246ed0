import { describe, expect, test } from '@jest/globals';
import { GenerationalMap } from './generational-map.js';

describe('a generational map', () => {
  test('holds at least the last entries up to its limit', () => {
    const map = new GenerationalMap<number>(100);
    for (let key = 0; key < 1_000; key++) map.set(String(key), key);
    const held = Array.from({ length: 1_000 }, (_, key) => map.get(String(key)) === key);
    expect(held.slice(900)).not.toContain(false);
    expect(held.filter(Boolean).length).toBeLessThanOrEqual(200);
  });

  test('keeps what is used again and again', () => {
    const map = new GenerationalMap<number>(10);
    map.set('used', 1);
    for (let key = 0; key < 100; key++) {
      map.set(String(key), key);
      expect(map.get('used')).toBe(1);
    }
  });
});
