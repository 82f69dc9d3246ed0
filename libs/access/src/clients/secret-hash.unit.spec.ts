import { describe, expect, test } from '@jest/globals';
import { scryptSync } from 'node:crypto';
import { hashSecret, makeSecret, secretMatches } from './secret-hash.js';

describe('a client secret', () => {
  test('has 256 random bits', () => {
    const secrets = Array.from({ length: 100 }, makeSecret);
    expect(new Set(secrets).size).toBe(100);
    expect(Buffer.from(secrets[0]!, 'base64url')).toHaveLength(32);
  });

  test('is kept as a salted hash that holds nothing of it', async () => {
    const [one, other] = [await hashSecret('correct horse'), await hashSecret('correct horse')];
    expect(one).toMatch(/^scrypt\$16384\$8\$1\$[\w-]{22}\$[\w-]{43}$/);
    expect(one).not.toBe(other);
    expect(one).not.toContain('correct');
  });

  test('matches its own hash only', async () => {
    const hash = await hashSecret('correct horse');
    await expect(secretMatches('correct horse', hash)).resolves.toBe(true);
    await expect(secretMatches('correct hors', hash)).resolves.toBe(false);
    await expect(secretMatches('', hash)).resolves.toBe(false);
  });

  test('is never matched by a longer text that begins like it', async () => {
    const longest = 's'.repeat(256);
    const hash = await hashSecret(longest);
    await expect(secretMatches(longest, hash)).resolves.toBe(true);
    await expect(secretMatches(`${longest}s`, hash)).resolves.toBe(false);
  });

  test('of nobody matches nothing', async () => {
    await expect(secretMatches('', undefined)).resolves.toBe(false);
  });

  test('hashed at another cost is still read', async () => {
    const salt = Buffer.from('saltsaltsaltsalt');
    const hash = scryptSync('old', salt, 32, { N: 1024, r: 8, p: 1 });
    const cheap = `scrypt$1024$8$1$${salt.toString('base64url')}$${hash.toString('base64url')}`;
    await expect(secretMatches('old', cheap)).resolves.toBe(true);
  });
});
