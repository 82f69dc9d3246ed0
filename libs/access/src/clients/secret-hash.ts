import { randomBytes, scrypt, timingSafeEqual, type ScryptOptions } from 'node:crypto';
import { FairTurns } from '#runtime';

/** Stored with each hash, so that older hashes stay readable when the cost is raised. */
const cost = { N: 16_384, r: 8, p: 1 } as const;
const hashBytes = 32;
const saltBytes = 16;
const secretBytes = 32;
const secretCharactersMax = 256;

/**
 * A hash takes 16 MiB and, for about 40 ms, a thread of the pool that files and DNS share. Few run
 * at once in a process, so that a flood of token requests does not starve captures.
 */
export const hashTurns = new FairTurns({ runningMax: 2, waitingMax: 500 });

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

/** Returns the hash to store. Throws `TooManyWaitingForTurn`. */
export const hashSecret = async (secret: string): Promise<string> => {
  const salt = randomBytes(saltBytes);
  return write(salt, await hashTurns.run(ofTheLedger, () => derive(secret, salt, cost)));
};

/** Compared with the secret of an unknown client: it never matches and costs the same. */
const unmatchedHash = write(randomBytes(saltBytes), randomBytes(hashBytes));

/**
 * Returns whether the secret has this hash. Without a hash (an unknown client) it takes as long and
 * returns false, so that the time of an answer does not reveal which clients exist. Must be called
 * within a turn of `hashTurns`.
 */
export const secretMatches = async (secret: string, hash: string | undefined): Promise<boolean> => {
  const [, n, r, p, salt = '', expected = ''] = (hash ?? unmatchedHash).split('$');
  const options = { N: Number(n), r: Number(r), p: Number(p) };
  const actual = await derive(
    secret.slice(0, secretCharactersMax),
    Buffer.from(salt, 'base64url'),
    options,
  );
  const same = timingSafeEqual(actual, Buffer.from(expected, 'base64url'));
  return same && hash !== undefined && secret.length <= secretCharactersMax;
};
