import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { keepSecret, keyFingerprint } from '#runtime';
import type { Settings } from '#runtime';
import { WrongUsage } from '../../wrong-usage.js';
import { places } from './backup-manifest.js';
import type { Manifest } from './backup-manifest.js';

const readKey = (file: string): Buffer | undefined =>
  existsSync(file) ? Buffer.from(readFileSync(file, 'utf8').trim(), 'base64') : undefined;

const setIt =
  'Set LEDGER_SECRET_KEY (or LEDGER_SECRET_KEY_FILE) to the one of then, or put secret.key into DATA_DIR';

/**
 * Makes sure that what is restored can be read, before anything is written. Answers what has to be done to `DATA_DIR` for
 * that: with a backup that holds the key, and no other one set, it is put there.
 */
export const restoredKey = (
  { ledgerSecretKey, previousLedgerSecretKey, dataDir }: Settings,
  { secretKey }: Manifest,
  directory: string,
): (() => void) => {
  const file = join(dataDir, 'secret.key');
  const set = [ledgerSecretKey ?? readKey(file), previousLedgerSecretKey].filter(
    (key) => key !== undefined,
  );
  const included = secretKey.included ? readKey(places(directory).secretKey) : undefined;
  const keys = set.length > 0 || included === undefined ? set : [included];
  if (keys.length === 0) {
    throw new WrongUsage(`The backup does not hold LEDGER_SECRET_KEY, and none is set. ${setIt}`);
  }
  const found = keys.map(keyFingerprint);
  if (!found.includes(secretKey.fingerprint)) {
    throw new WrongUsage(
      `LEDGER_SECRET_KEY has the fingerprint ${found.join(', ')}, and the backup was made with the one of ` +
        `${secretKey.fingerprint}: customers and webhook secrets could not be read. ${setIt}`,
    );
  }
  return () => {
    if (set.length === 0 && included !== undefined) {
      keepSecret(file, () => included.toString('base64'));
    }
  };
};
