import { describe, expect, test } from '@jest/globals';
import { createHmac } from 'node:crypto';
import { customerOf, newVisitor, readCartToken, signCartToken } from './cart-token.js';

const secret = Buffer.from('@test_salt');
const at = 1_700_000_000;
const vector =
  'eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJ1c2VyX2lkIjoidF9hYmNkZSIsImV4cCI6MTcwMDE3MjgwMCwiaXNzIjoic3RvcmUtYXBpIiwiaWF0IjoxNzAwMDAwMDAwfQ.6krozXpJmVECjCZ1rgHdfq-PawYU_KBj9Bd1f7DIKM8';

const encoded = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');

/** Makes a token with any header and claims, signed with the right secret. */
const signed = (header: object, claims: object): string => {
  const text = `${encoded(header)}.${encoded(claims)}`;
  return `${text}.${createHmac('sha256', secret).update(text).digest('base64url')}`;
};

const header = { alg: 'HS256', typ: 'JWT' };
const claims = { user_id: 't_abcde', exp: at + 172_800, iss: 'store-api', iat: at };

describe('a cart token', () => {
  test('is written as the original writes it', async () => {
    expect(await signCartToken(secret, { userId: 't_abcde', at })).toBe(vector);
  });

  test('is read within its 48 hours', async () => {
    expect(await readCartToken([secret], vector, at)).toBe('t_abcde');
    expect(await readCartToken([secret], vector, at + 172_799)).toBe('t_abcde');
    expect(await readCartToken([secret], vector, at + 172_800)).toBeUndefined();
  });

  test('is read with each secret while the key is changed', async () => {
    expect(await readCartToken([Buffer.from('@new'), secret], vector, at)).toBe('t_abcde');
    expect(await readCartToken([Buffer.from('@new')], vector, at)).toBeUndefined();
  });

  test.each([
    ['nothing', undefined],
    ['no token', 'a.b.c'],
    ['another text', '%%%'],
    ['a long one', 'a'.repeat(5_000)],
    ['a changed signature', `${vector.slice(0, -4)}AAAA`],
    ['no signature', signed({ alg: 'none', typ: 'JWT' }, claims)],
    ['another header', signed({ ...header, kid: '1' }, claims)],
    ['another type', signed({ ...header, typ: 'at+jwt' }, claims)],
    ['another issuer', signed(header, { ...claims, iss: 'shop' })],
    ['no user', signed(header, { ...claims, user_id: '' })],
    ['a user that is no text', signed(header, { ...claims, user_id: 5 })],
    ['no end', signed(header, { user_id: 't_a', iss: 'store-api', iat: at })],
  ])('is as none with %s', async (_what, token) => {
    expect(await readCartToken([secret], token, at)).toBeUndefined();
  });

  test('is of a visitor or of a customer', () => {
    expect(newVisitor()).toMatch(/^t_[0-9a-f]{30}$/);
    expect(newVisitor()).not.toBe(newVisitor());
    expect(customerOf(newVisitor())).toBeUndefined();
    expect(customerOf('c-1001')).toBe('c-1001');
  });
});
