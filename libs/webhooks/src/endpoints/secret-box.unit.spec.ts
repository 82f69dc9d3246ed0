import { expect, test } from '@jest/globals';
import { uuidOf } from '../testing/a-notification.js';
import { EndpointSecretBox } from './secret-box.js';

const box = new EndpointSecretBox(new Uint8Array(32).fill(7));

test('a sealed secret opens for its endpoint alone, under its key alone, and only unchanged', () => {
  const sealed = box.seal('whsec_abc', uuidOf(1));
  expect(sealed.toString('latin1')).not.toContain('whsec');
  expect(box.open(sealed, uuidOf(1))).toBe('whsec_abc');
  expect(() => box.open(sealed, uuidOf(2))).toThrow();
  expect(() => new EndpointSecretBox(new Uint8Array(32)).open(sealed, uuidOf(1))).toThrow();
  sealed[sealed.length - 1]! ^= 1;
  expect(() => box.open(sealed, uuidOf(1))).toThrow();
});

test('while the key is changed, what was sealed under either opens, and the first one seals', () => {
  const [former, next] = [1, 2].map((byte) => new Uint8Array(32).fill(byte)) as [
    Uint8Array,
    Uint8Array,
  ];
  const sealed = new EndpointSecretBox(former).seal('whsec_abc', uuidOf(1));
  const both = new EndpointSecretBox([next, former]);
  expect(both.open(sealed, uuidOf(1))).toBe('whsec_abc');
  const anew = both.seal('whsec_abc', uuidOf(1));
  expect(new EndpointSecretBox(next).open(anew, uuidOf(1))).toBe('whsec_abc');
  expect(() => new EndpointSecretBox(former).open(anew, uuidOf(1))).toThrow();
  expect(() => both.open(anew, uuidOf(2))).toThrow();
});
