import {
  closeSync,
  existsSync,
  fsyncSync,
  openSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import type { Pool } from 'pg';
import { connectEventStore, ledgerStreams } from '#event-log';
import { PersonKeys, PersonKeyUnreadable } from '#personal-data';
import { dumpSchemas, keyFingerprint, makeFolder, secretKeys } from '#runtime';
import type { DatabaseDump, Settings } from '#runtime';
import { eventNodeDir } from '../../process/start-event-node.js';
import { eventStoreUrlOf } from '../../connections.js';
import { WrongUsage } from '../../exit-code.js';
import {
  migrationSets,
  schemas,
  hashOf,
  places,
  type BackedUpLog,
  type Manifest,
  type HashedManifest,
  isLogElsewhere,
} from './backup-manifest.js';
import { withOwnDatabase } from '../with-database.js';

interface BackupOptions {
  readonly settings: Settings;
  readonly directory: string;
  readonly withSecretKey: boolean;
}

/**
 * Makes a backup while the ledger may be running. The log is copied first and the database second.
 * A customer's encryption key is stored in the database before the order is in the log. So the
 * later copy of the database has the keys for all copied orders. A customer erased between the two
 * copies is erased in the backup too. After a restore, webhooks continue at the end of the copied
 * log.
 */
export const makeBackup = async (options: BackupOptions): Promise<HashedManifest> => {
  const { settings, directory, withSecretKey } = options;
  const keys = secretKeys(settings);
  begin(directory);
  const log = await backUpLog(settings, directory);
  const { database, key } = await backUpDatabase(options, keys);
  const place = places(directory);
  if (withSecretKey) keep(place.secretKey, `${key.toString('base64')}\n`);
  const manifest: Manifest = {
    format: 1,
    createdAt: new Date().toISOString(),
    log,
    database,
    secretKey: { fingerprint: keyFingerprint(key), included: withSecretKey },
  };
  makeEntriesDurable(directory);
  const text = `${JSON.stringify(manifest, undefined, 2)}\n`;
  keep(place.manifest, text);
  makeEntriesDurable(directory);
  rmSync(place.unfinished);
  return { manifest, sha256: hashOf(Buffer.from(text)) };
};

/**
 * Flushes the directories, so that a power cut cannot lose the name of a file that the manifest
 * lists. The contents of the files were flushed when they were written.
 */
const makeEntriesDurable = (directory: string): void => {
  // On Windows a directory cannot be flushed.
  if (process.platform === 'win32') return;
  for (const each of [places(directory).database, directory]) {
    const file = openSync(each, 'r');
    try {
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
  }
};

const keep = (file: string, text: string): void => {
  writeFileSync(file, text, { mode: 0o600, flag: 'wx', flush: true });
};

/**
 * Prepares the folder of a backup. The folder must be empty or contain an interrupted backup, which
 * is removed.
 */
const begin = (directory: string): void => {
  const { unfinished } = places(directory);
  makeFolder(directory, 0o700);
  const content = readdirSync(directory);
  if (content.length > 0 && !existsSync(unfinished)) {
    throw new WrongUsage(`${directory} is not empty`);
  }
  if (content.length === 0) keep(unfinished, '');
  const { manifest, log, database, secretKey: key } = places(directory);
  for (const path of [manifest, log, database, key]) {
    rmSync(path, { recursive: true, force: true });
  }
};

const backUpLog = async (settings: Settings, directory: string): Promise<BackedUpLog> => {
  if (isLogElsewhere(settings)) {
    const eventStore = connectEventStore(eventStoreUrlOf(settings));
    try {
      const position = (await eventStore.lastPosition(ledgerStreams)) ?? -1n;
      return { kind: 'elsewhere', position: String(position) };
    } finally {
      await eventStore.dispose();
    }
  }
  const tools = await import('../../../../event-node/src/storage/tools/log-tools.js');
  try {
    const from = tools.logDirectoryOf(eventNodeDir(settings));
    const { logId, end, events } = await tools.backupLog(from, places(directory).log);
    return { kind: 'files', logId, end, events };
  } catch (error) {
    throw error instanceof tools.WrongDirectory ? new WrongUsage(error.message) : error;
  }
};

const backUpDatabase = async (
  { settings, directory }: BackupOptions,
  keys: readonly [Buffer, ...Buffer[]],
): Promise<{ readonly database: DatabaseDump; readonly key: Buffer }> =>
  withOwnDatabase(settings, async (pool) => {
    const key = await wrappingKey(pool, keys);
    const database = await dumpSchemas(pool, {
      schemas,
      sets: migrationSets.map(({ name }) => name),
      directory: places(directory).database,
    });
    return { database, key };
  });

/**
 * Returns the key that encrypts the stored secrets. During a rotation the settings have both the
 * new and the former key. Throws if neither key decrypts the secrets, because the backup would be
 * useless.
 */
const wrappingKey = async (
  pool: Pool,
  [first, ...others]: readonly [Buffer, ...Buffer[]],
): Promise<Buffer> => {
  try {
    await new PersonKeys([first]).begin(pool);
    return first;
  } catch (error) {
    const [second, ...rest] = others;
    if (!(error instanceof PersonKeyUnreadable) || second === undefined) throw error;
    return wrappingKey(pool, [second, ...rest]);
  }
};
