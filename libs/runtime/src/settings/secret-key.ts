import { createHmac, randomBytes } from 'node:crypto';
import { existsSync, linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { InvalidSettings, type Settings } from './load-settings.js';

/**
 * The 32 bytes that token signing and encryption at rest are derived from: the setting, or a key
 * generated into DATA_DIR at the first start. In production it must be set, because replicas have
 * to share it.
 *
 * @throws InvalidSettings if there is no key where one is needed
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
 * Throws if there is a database but no key. The key is made before the embedded database, so that
 * database was made with another key, and a new key could not read its data.
 */
const refuseToReplace = (file: string, dataDir: string): void => {
  if (existsSync(file) || !existsSync(join(dataDir, 'postgres', 'data', 'PG_VERSION'))) return;
  throw new InvalidSettings([
    `LEDGER_SECRET_KEY: found nothing, and ${dataDir} holds a database but no secret.key; ` +
      'allowed is the key that the database was made with (or LEDGER_SECRET_KEY_FILE, or secret.key put back)',
  ]);
};

/**
 * The 32 bytes of LEDGER_SECRET_KEY. While it is rotated there are several: the first signs and
 * encrypts, all are accepted.
 */
export type SecretKeyRing = Uint8Array | readonly Uint8Array[];

export const keysOfRing = (ring: SecretKeyRing): readonly Uint8Array[] =>
  ring instanceof Uint8Array ? [ring] : ring;

/**
 * All accepted keys, first the one for signing and encrypting. There are two while the setting is
 * being changed (docs/upgrades.md).
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
 * The secret in `file`, which the first call makes. The file is complete or absent, and only its
 * owner may read it. If two processes make it at once, one wins and both read the same.
 */
export const keepSecret = (file: string, make: () => string): string => {
  const kept = readIfThere(file);
  if (kept !== undefined) return kept;
  mkdirSync(dirname(file), { recursive: true });
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

/** Identifies a key without revealing anything of it. */
export const keyFingerprint = (secretKey: Uint8Array): string =>
  createHmac('sha256', secretKey).update('capture ledger: fingerprint').digest('hex').slice(0, 32);
