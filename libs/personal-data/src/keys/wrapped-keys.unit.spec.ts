import { describe, expect, test } from '@jest/globals';
import { deriveKey } from '../sealing/encryption.js';
import {
  makePersonKey,
  PersonKeyUnreadable,
  unwrapPersonKey,
  wrapPersonKey,
} from './wrapped-keys.js';

const wrapping = deriveKey(new Uint8Array(32).fill(1), 'wrap');
const key = makePersonKey();
const wrapped = wrapPersonKey(wrapping, key);

describe('a wrapped key', () => {
  test('is unwrapped by the key it was wrapped with, and is not in it in clear', () => {
    const { keyId, secret } = unwrapPersonKey(wrapping, { keyId: key.keyId, wrapped });
    expect([keyId, Buffer.from(secret)]).toEqual([key.keyId, Buffer.from(key.secret)]);
    expect(wrapped.includes(Buffer.from(key.secret))).toBe(false);
  });

  test('is refused under another LEDGER_SECRET_KEY, in the row of another key, and when it was changed', () => {
    const other = deriveKey(new Uint8Array(32).fill(2), 'wrap');
    const changed = Buffer.from(wrapped);
    changed[20] = (changed[20] ?? 0) ^ 1;
    const attempts = [
      () => unwrapPersonKey(other, { keyId: key.keyId, wrapped }),
      () => unwrapPersonKey(wrapping, { keyId: makePersonKey().keyId, wrapped }),
      () => unwrapPersonKey(wrapping, { keyId: key.keyId, wrapped: changed }),
    ];
    for (const attempt of attempts) expect(attempt).toThrow(PersonKeyUnreadable);
  });

  test('is wrapped with a key that serves no other purpose', () => {
    const secret = new Uint8Array(32).fill(1);
    const purposes = (['wrap', 'names', 'encryption', 'fingerprint'] as const).map((purpose) =>
      Buffer.from(deriveKey(secret, purpose)).toString('hex'),
    );
    expect(new Set(purposes).size).toBe(4);
  });
});
