import { expect, test } from '@jest/globals';
import { uuidOf } from '../testing/told-events.js';
import { SecretBox } from './secret-box.js';

const box = new SecretBox(new Uint8Array(32).fill(7));

test('a sealed secret opens for its endpoint alone, under its key alone, and only unchanged', () => {
  const sealed = box.seal('whsec_abc', uuidOf(1));
  expect(sealed.toString('latin1')).not.toContain('whsec');
  expect(box.open(sealed, uuidOf(1))).toBe('whsec_abc');
  expect(() => box.open(sealed, uuidOf(2))).toThrow();
  expect(() => new SecretBox(new Uint8Array(32)).open(sealed, uuidOf(1))).toThrow();
  sealed[sealed.length - 1]! ^= 1;
  expect(() => box.open(sealed, uuidOf(1))).toThrow();
});
