import { describe, expect, test } from '@jest/globals';
import { isStoreName } from './store.js';

describe('the name of a store', () => {
  test('has 1 to 256 characters, however many units each takes', () => {
    for (const character of ['D', ' ', '😀']) {
      expect(isStoreName(character)).toBe(true);
      expect(isStoreName(character.repeat(256))).toBe(true);
      expect(isStoreName(character.repeat(257))).toBe(false);
      expect(isStoreName(character.repeat(100_000))).toBe(false);
    }
    expect(isStoreName('')).toBe(false);
  });
});
