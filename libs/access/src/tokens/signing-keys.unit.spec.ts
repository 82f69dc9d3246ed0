import { describe, expect, test } from '@jest/globals';
import { SignJWT } from 'jose';
import { SigningKeys } from './signing-keys.js';

const [key, other] = [new Uint8Array(32).fill(1), new Uint8Array(32).fill(2)];
const claims = { user_id: 'u', domain: 'admin' };
const day = 86_400;

const base64 = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');

describe('a signed token', () => {
  test('is known at each replica, as HS256 with the time of its end', async () => {
    const token = await new SigningKeys(key).tokensOf('test').sign(claims, day);
    const known = await new SigningKeys(key).tokensOf('test').claimsOf(token);
    expect(known).toMatchObject(claims);
    expect(Number(known?.['exp']) - Number(known?.['iat'])).toBe(day);
    const [header = ''] = token.split('.');
    expect(JSON.parse(Buffer.from(header, 'base64url').toString())).toMatchObject({ alg: 'HS256' });
  });

  test('is not one of another purpose, nor of another key', async () => {
    const token = await new SigningKeys(key).tokensOf('test').sign(claims, day);
    expect(await new SigningKeys(key).tokensOf('else').claimsOf(token)).toBeUndefined();
    expect(await new SigningKeys(other).tokensOf('test').claimsOf(token)).toBeUndefined();
  });

  test('is accepted while its key is changed', async () => {
    const token = await new SigningKeys(key).tokensOf('test').sign(claims, day);
    const changing = new SigningKeys([other, key]).tokensOf('test');
    expect(await changing.claimsOf(token)).toMatchObject(claims);
    const fresh = await changing.sign(claims, day);
    expect(await new SigningKeys(other).tokensOf('test').claimsOf(fresh)).toMatchObject(claims);
  });

  test('ends', async () => {
    const token = await new SigningKeys(key).tokensOf('test').sign(claims, -60);
    expect(await new SigningKeys(key).tokensOf('test').claimsOf(token)).toBeUndefined();
  });

  const body = base64({ ...claims, iat: 1, exp: 9_999_999_999 });

  test.each([
    ['no signature', `${base64({ alg: 'none' })}.${body}.`],
    ['no parts', 'abc'],
    ['nothing', ''],
    ['NUL', '\0.\0.\0'],
    ['a long text', `${'a'.repeat(5_000)}.b.c`],
    ['another algorithm', `${base64({ alg: 'RS256' })}.${body}.AAAA`],
  ])('is none with %s', async (_what, token) => {
    expect(await new SigningKeys(key).tokensOf('test').claimsOf(token)).toBeUndefined();
  });

  test('needs an end', async () => {
    const endless = await new SignJWT(claims).setProtectedHeader({ alg: 'HS256' }).sign(key);
    expect(await new SigningKeys(key).tokensOf('test').claimsOf(endless)).toBeUndefined();
  });
});
