import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Pool } from 'pg';
import { destroyErasedKeys, type Erasure } from '#personal-data';
import {
  checkDump,
  ensureDataDir,
  keepSecret,
  keyFingerprint,
  loadSchemas,
  migrate,
  runningInstance,
  type Settings,
} from '#runtime';
import { endOutboxAt } from '#webhooks';
import { endCheckpointsAt } from '../../../../worker/src/consumers/postgres-checkpoint.js';
import { WrongUsage } from '../../exit-code.js';
import {
  type Manifest,
  migrationSets,
  places,
  readManifest,
  type HashedManifest,
  schemas,
} from './backup-manifest.js';
import { restoredLog } from './restored-log.js';
import { withOwnDatabase } from '../with-database.js';

interface RestoreOptions {
  readonly settings: Settings;
  readonly directory: string;
  readonly keepLog: boolean;
  /** Erasures of customers since the backup was made. The restore erases these customers again. */
  readonly erasures: readonly Erasure[];
}

export interface RestoreResult extends HashedManifest {
  /** True if the log contains events from after the backup. */
  readonly isLogNewer: boolean;
}

/**
 * Restores a backup into an empty installation. All checks come before the first write. The rows
 * are inserted in one transaction, and the log is put in place before the commit. So after an
 * interruption the same command can simply run again.
 */
export const restoreBackup = async (options: RestoreOptions): Promise<RestoreResult> => {
  const { settings, directory } = options;
  const read = readManifest(directory);
  const { manifest } = read;
  const keepKey = restoredKey(settings, manifest, directory);
  if (runningInstance(settings.dataDir) !== undefined) {
    throw new WrongUsage(`An instance runs on ${settings.dataDir}: stop it first`);
  }
  const log = await restoredLog(manifest.log, options);
  const place = places(directory).database;
  await checkDump(place, manifest.database.tables);
  ensureDataDir(settings.dataDir);
  await withOwnDatabase(settings, async (pool) => {
    await refuseUsedDatabase(pool);
    await migrate(pool, migrationSets, manifest.database.migrations);
    await loadSchemas(pool, manifest.database, {
      schemas,
      directory: place,
      afterwards: async (client) => {
        await destroyErasedKeys(client, options.erasures);
        await endOutboxAt(client, log.end);
        await endCheckpointsAt(client, log.end);
        await log.putInPlace();
        keepKey();
      },
    });
  });
  return { ...read, isLogNewer: log.isNewer };
};

const readKey = (file: string): Buffer | undefined =>
  existsSync(file) ? Buffer.from(readFileSync(file, 'utf8').trim(), 'base64') : undefined;

const setIt =
  'Set LEDGER_SECRET_KEY (or LEDGER_SECRET_KEY_FILE) to the key that the backup was made with, or put its secret.key into DATA_DIR';

/**
 * Checks that the LEDGER_SECRET_KEY of the installation is the one that the backup was made with.
 * If the installation has no key, the key in the backup is checked. Returns a function that writes
 * the key of the backup to DATA_DIR if the installation has none.
 *
 * @throws WrongUsage for a wrong or missing key
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
    throw new WrongUsage(
      `The backup does not include LEDGER_SECRET_KEY, and none is set. ${setIt}`,
    );
  }
  const found = keys.map(keyFingerprint);
  if (!found.includes(secretKey.fingerprint)) {
    throw new WrongUsage(
      `LEDGER_SECRET_KEY has the fingerprint ${found.join(', ')}, but the backup was made with the key of fingerprint ` +
        `${secretKey.fingerprint}, so customers and webhook secrets could not be read. ${setIt}`,
    );
  }
  return () => {
    if (set.length === 0 && included !== undefined) {
      keepSecret(file, () => included.toString('base64'));
    }
  };
};

const tablesSql = `
  SELECT format('%I.%I', table_schema, table_name) AS name FROM information_schema.tables
  WHERE table_type = 'BASE TABLE' AND (table_schema = ANY ($1)
    OR (table_schema, table_name) = ('public', 'projection'))`;

/**
 * Tables with a row in every database, because a migration inserts it. Such a table counts as used
 * only if the row has a position of 0 or more.
 */
const withPosition = new Set(['webhooks.outbox', 'public.projection']);

/** Throws `WrongUsage` if the database already contains data. */
export const refuseUsedDatabase = async (pool: Pool): Promise<void> => {
  const { rows } = await pool.query<{ name: string }>(tablesSql, [schemas]);
  for (const { name } of rows) {
    const used = withPosition.has(name) ? 'WHERE position >= 0' : '';
    const { rowCount } = await pool.query(`SELECT FROM ${name} ${used} LIMIT 1`);
    if (rowCount === 0) continue;
    throw new WrongUsage(
      `The database is in use: ${name} has rows. A backup can only be restored into an empty database: ` +
        'move DATA_DIR/postgres away, or create a new database and set DATABASE_URL',
    );
  }
};
