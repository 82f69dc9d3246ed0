import { describe, expect, test } from '@jest/globals';
import { isNonce, makeNonce } from './nonce.js';
import { storeKeys } from './store-keys.js';

const key = new Uint8Array(32).fill(1);
const other = new Uint8Array(32).fill(2);
/**
 * The first second of a period of 12 hours, in seconds since 1970. A nonce changes with each
 * period.
 */
const at = 43_200 * 39_000 + 1;

describe('a nonce', () => {
  const nonce = makeNonce(key, '', at);

  test('has 10 hex characters, others for each tick, session and key', () => {
    expect(nonce).toMatch(/^[0-9a-f]{10}$/);
    const others = [
      makeNonce(key, '', at + 43_200),
      makeNonce(key, '7', at),
      makeNonce(other, '', at),
    ];
    expect(new Set([nonce, ...others]).size).toBe(4);
    expect(makeNonce(key, '', at + 43_199)).toBe(nonce);
  });

  test.each([
    ['in its tick', at + 43_199, true],
    ['in the next one', at + 43_200, true],
    ['at the end of the next one', at + 86_399, true],
    ['after it', at + 86_400, false],
    ['before it', at - 1, false],
  ])('is accepted %s: %p', (_when, now, isAccepted) => {
    expect(isNonce([other, key], { nonce, session: '', at: now })).toBe(isAccepted);
  });

  test.each([
    '',
    nonce.slice(1),
    `${nonce}0`,
    nonce.toUpperCase() === nonce ? 'g' : nonce.toUpperCase(),
    'é'.repeat(5),
  ])('is not %j', (given) => {
    expect(isNonce([key], { nonce: given, session: '', at })).toBe(false);
  });

  test('is not of another session or key', () => {
    expect(isNonce([key], { nonce, session: '7', at })).toBe(false);
    expect(isNonce([other], { nonce, session: '', at })).toBe(false);
  });
});

describe('the keys of a store', () => {
  const secrets = { secretKeys: [key, other], store: 'a' };

  test('are its own, one for each secret key', () => {
    const [a, b] = [storeKeys(secrets, 'a'), storeKeys(secrets, 'b')];
    expect(a).toEqual(storeKeys(secrets, 'a'));
    const all = [a, b].flatMap(({ nonces, cartTokens }) => [...nonces, ...cartTokens]);
    expect(new Set(all.map((one) => Buffer.from(one).toString('hex'))).size).toBe(8);
  });

  test('sign cart tokens with the salt of the store that has one', () => {
    const salted = { ...secrets, salt: 'test_salt' };
    expect(storeKeys(salted, 'a').cartTokens).toEqual([Buffer.from('@test_salt')]);
    expect(storeKeys(salted, 'b')).toEqual(storeKeys(secrets, 'b'));
    expect(storeKeys(salted, 'a').nonces).toEqual(storeKeys(secrets, 'a').nonces);
  });
});
