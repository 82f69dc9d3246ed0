import { destroyErasedKeys } from '#personal-data';
import type { Erasure } from '#personal-data';
import { checkDump, ensureDataDir, loadSchemas, migrate, runningInstance } from '#runtime';
import type { Settings } from '#runtime';
import { endOutboxAt } from '#webhooks';
import { endCheckpointsAt } from '../../../../worker/src/main.js';
import { WrongUsage } from '../../wrong-usage.js';
import { migrationSets, schemas } from './backed-up-schemas.js';
import { places, readManifest } from './backup-manifest.js';
import type { ReadManifest } from './backup-manifest.js';
import { refuseUsedDatabase } from './refuse-used-database.js';
import { restoredKey } from './restored-key.js';
import { restoredLog } from './restored-log.js';
import { withOwnDatabase } from './with-own-database.js';

interface RestoreOptions {
  readonly settings: Settings;
  readonly directory: string;
  readonly keepLog: boolean;
  /** What was erased since the backup: it is not brought back. */
  readonly erasures: readonly Erasure[];
}

export interface Restored extends ReadManifest {
  /** Whether the log goes on after what the backup holds of the database. */
  readonly isLogNewer: boolean;
}

/**
 * Puts a backup where nothing is. All is checked before anything is written; the database gets its rows in one transaction,
 * within which the log gets its place. Broken off at any point, the same command does it again.
 */
export const restoreBackup = async (options: RestoreOptions): Promise<Restored> => {
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
