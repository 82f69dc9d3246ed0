import { randomBytes, scrypt, timingSafeEqual, type ScryptOptions } from 'node:crypto';
import { FairTurns } from '#runtime';

/**
 * The cost parameters of new hashes. Each hash is stored with its own parameters, so that older
 * hashes can still be checked after the cost is raised.
 */
const cost = { N: 16_384, r: 8, p: 1 } as const;
const hashBytes = 32;
const saltBytes = 16;
const secretBytes = 32;
const secretCharactersMax = 256;

/**
 * Limits how many hashes are computed at the same time. Each hash takes 16 MiB and, for about 40
 * ms, a thread of the pool that file access and DNS use as well. Without the limit, a flood of
 * token requests would delay captures.
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

/** A new secret of 256 random bits, in base64url. */
export const makeSecret = (): string => randomBytes(secretBytes).toString('base64url');

/** The text that is stored: `scrypt$N$r$p$salt$hash`, salt and hash in base64url. */
const write = (salt: Buffer, hash: Buffer): string => {
  const encoded = [salt, hash].map((bytes) => bytes.toString('base64url'));
  return ['scrypt', cost.N, cost.r, cost.p, ...encoded].join('$');
};

/** Hashes a secret for the database. Throws `TooManyWaitingForTurn`. */
export const hashSecret = async (secret: string): Promise<string> => {
  const salt = randomBytes(saltBytes);
  return write(salt, await hashTurns.run(ofTheLedger, () => derive(secret, salt, cost)));
};

/**
 * A hash that no secret matches. The secret of an unknown client is compared with this hash, so
 * that the refusal takes as long as for a known client.
 */
const unmatchedHash = write(randomBytes(saltBytes), randomBytes(hashBytes));

/**
 * True if the secret has this hash. For an unknown client, which has no hash, the result is false
 * after the same amount of work, so that the time does not reveal which clients exist. The caller
 * must use `hashTurns.run`, which limits how many hashes are computed at the same time.
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
