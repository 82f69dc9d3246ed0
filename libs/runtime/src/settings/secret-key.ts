import { createHmac, randomBytes } from 'node:crypto';
import { existsSync, linkSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { makeFolder } from '../instance/data-dir.js';
import { InvalidSettings, type Settings } from './load-settings.js';

/**
 * Returns the 32 bytes from which the keys for tokens and for encryption are derived. The bytes
 * come from the setting, or from a file that the first start made in DATA_DIR. In production the
 * setting is required, because all replicas need the same key.
 *
 * @throws InvalidSettings if the key is missing where it is required
 */
export const secretKey = (
  settings: Pick<Settings, 'ledgerSecretKey' | 'nodeEnv' | 'dataDir'>,
): Buffer => {
  if (settings.ledgerSecretKey !== undefined) return settings.ledgerSecretKey;
  if (settings.nodeEnv === 'production') {
    throw new InvalidSettings([
      'LEDGER_SECRET_KEY: found nothing, required when NODE_ENV=production; ' +
        'allowed is 32 bytes in base64 (`openssl rand -base64 32` makes one)',
    ]);
  }
  const file = join(settings.dataDir, 'secret.key');
  refuseToReplace(file, settings.dataDir);
  return Buffer.from(
    keepSecret(file, () => randomBytes(32).toString('base64')),
    'base64',
  );
};

/**
 * Throws if there is a database but no key. The first start makes the key before the database, so
 * the key of this database is lost, and a new key could not decrypt its data.
 */
const refuseToReplace = (file: string, dataDir: string): void => {
  if (existsSync(file) || !existsSync(join(dataDir, 'postgres', 'data', 'PG_VERSION'))) return;
  throw new InvalidSettings([
    `LEDGER_SECRET_KEY: found nothing, and ${dataDir} holds a database but no secret.key; ` +
      'allowed is the key that the database was made with (or LEDGER_SECRET_KEY_FILE, or secret.key put back)',
  ]);
};

/**
 * The 32 bytes of LEDGER_SECRET_KEY. During a rotation there are several keys: the first one signs
 * and encrypts, and all of them are accepted.
 */
export type SecretKeyRing = Uint8Array | readonly Uint8Array[];

export const keysOfRing = (ring: SecretKeyRing): readonly Uint8Array[] =>
  ring instanceof Uint8Array ? [ring] : ring;

/**
 * All accepted keys, of which the first one signs and encrypts. There are two keys while
 * LEDGER_SECRET_KEY is being changed (docs/upgrades.md).
 */
export const secretKeys = (
  settings: Pick<Settings, 'ledgerSecretKey' | 'previousLedgerSecretKey' | 'nodeEnv' | 'dataDir'>,
): readonly [Buffer, ...Buffer[]] => {
  const { previousLedgerSecretKey: previous } = settings;
  return [secretKey(settings), ...(previous === undefined ? [] : [previous])];
};

const readIfThere = (file: string): string | undefined => {
  try {
    return readFileSync(file, 'utf8').trim();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
};

/**
 * The secret in `file`. The first call makes the secret. The file is complete or absent, and only
 * its owner may read it. If two processes make the secret at once, both get the one that was
 * written first.
 */
export const keepSecret = (file: string, make: () => string): string => {
  const kept = readIfThere(file);
  if (kept !== undefined) return kept;
  makeFolder(dirname(file));
  const draft = `${file}.${process.pid}`;
  writeFileSync(draft, `${make()}\n`, { mode: 0o600, flush: true });
  try {
    linkSync(draft, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    rmSync(draft, { force: true });
  }
  return readFileSync(file, 'utf8').trim();
};

/** A fingerprint by which a key is recognised. The key cannot be computed from the fingerprint. */
export const keyFingerprint = (secretKey: Uint8Array): string =>
  createHmac('sha256', secretKey).update('capture ledger: fingerprint').digest('hex').slice(0, 32);
