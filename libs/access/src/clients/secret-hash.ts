import { randomBytes, scrypt, timingSafeEqual, type ScryptOptions } from 'node:crypto';
import { FairTurns } from '#runtime';

/** Written beside each hash, so that a later, higher cost leaves older hashes readable. */
const cost = { N: 16_384, r: 8, p: 1 } as const;
const hashBytes = 32;
const saltBytes = 16;
const secretBytes = 32;
const secretCharactersMax = 256;

/**
 * A hash takes 16 MiB and a thread of the pool that file and DNS calls share, some 40 ms: few run at once in a process, so
 * that no flood of token requests starves captures of either.
 */
export const hashing = new FairTurns({ runningMax: 2, waitingMax: 500 });

const ofTheLedger = { holder: 'the ledger itself', subject: 'new secrets' };

const derive = (secret: string, salt: Buffer, options: ScryptOptions): Promise<Buffer> =>
  new Promise((resolve, reject) => {
    scrypt(secret, salt, hashBytes, options, (error, key) => {
      if (error) reject(error);
      else resolve(key);
    });
  });

/** A secret of 256 random bits, in base64url. */
export const makeSecret = (): string => randomBytes(secretBytes).toString('base64url');

/** `scrypt$N$r$p$salt$hash`, salt and hash in base64url. */
const write = (salt: Buffer, hash: Buffer): string => {
  const encoded = [salt, hash].map((bytes) => bytes.toString('base64url'));
  return ['scrypt', cost.N, cost.r, cost.p, ...encoded].join('$');
};

/** The text to keep in place of the secret. Throws `TooManyWaitingForTurn`. */
export const hashSecret = async (secret: string): Promise<string> => {
  const salt = randomBytes(saltBytes);
  return write(salt, await hashing.run(ofTheLedger, () => derive(secret, salt, cost)));
};

/** What an unknown client's secret is compared with: nothing matches it, and it costs the same. */
const nobody = write(randomBytes(saltBytes), randomBytes(hashBytes));

/**
 * Whether the secret is the hashed one. Without a hash (no such client) it takes as long and is false, so that the time
 * of an answer does not tell which clients exist. To be called within a turn of `hashing`.
 */
export const secretMatches = async (secret: string, hash: string | undefined): Promise<boolean> => {
  const [, n, r, p, salt = '', expected = ''] = (hash ?? nobody).split('$');
  const options = { N: Number(n), r: Number(r), p: Number(p) };
  const actual = await derive(
    secret.slice(0, secretCharactersMax),
    Buffer.from(salt, 'base64url'),
    options,
  );
  const same = timingSafeEqual(actual, Buffer.from(expected, 'base64url'));
  return same && hash !== undefined && secret.length <= secretCharactersMax;
};
