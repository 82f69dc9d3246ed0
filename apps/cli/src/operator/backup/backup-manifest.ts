import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { accessMigrations } from '#access';
import { gatewayMigrations } from '#gateway';
import { personalDataMigrations } from '#personal-data';
import { type DatabaseDump, runningInstance, type Settings } from '#runtime';
import { webhookMigrations } from '#webhooks';
import { consumerMigrations } from '../../../../worker/src/consumers/postgres-checkpoint.js';
import { WrongUsage } from '../../exit-code.js';

/** The part of a backup's manifest that describes the log. */
export type BackedUpLog =
  /**
   * The log of the embedded event node. The log's files are in the folder `event-log` of the
   * backup.
   */
  | {
      readonly kind: 'files';
      readonly logId: string;
      readonly end: number;
      readonly events: number;
    }
  /**
   * A log in an external EventStoreDB. The backup does not contain this log, because EventStoreDB
   * has its own backup tools. `position` is the end of the log just before PostgreSQL was backed
   * up.
   */
  | { readonly kind: 'elsewhere'; readonly position: string };

/**
 * The manifest of a backup. The manifest is written last, so a folder without a manifest is an
 * incomplete backup.
 */
export interface Manifest {
  readonly format: 1;
  readonly createdAt: string;
  readonly log: BackedUpLog;
  readonly database: DatabaseDump;
  readonly secretKey: {
    /**
     * The fingerprint of the LEDGER_SECRET_KEY that encrypts the secrets in the database. A restore
     * checks that it has the same key.
     */
    readonly fingerprint: string;
    /** True if the file `secret.key` of the backup contains the key itself. */
    readonly included: boolean;
  };
}

export const places = (directory: string) => ({
  manifest: join(directory, 'manifest.json'),
  /**
   * A marker file, which exists as long as a backup is in progress, and stays if the backup is
   * interrupted.
   */
  unfinished: join(directory, 'unfinished'),
  log: join(directory, 'event-log'),
  database: join(directory, 'database'),
  secretKey: join(directory, 'secret.key'),
});

export interface HashedManifest {
  readonly manifest: Manifest;
  /**
   * The SHA-256 of the manifest. The manifest contains the hash of every file, so this value proves
   * the whole backup unchanged.
   */
  readonly sha256: string;
}

/** Reads the manifest of a backup. Throws `WrongUsage` if the folder has no complete backup. */
export const readManifest = (directory: string): HashedManifest => {
  const { manifest: file, unfinished } = places(directory);
  if (!existsSync(file) || existsSync(unfinished)) {
    throw new WrongUsage(`${directory} is not a backup, or the backup was not finished`);
  }
  const bytes = readFileSync(file);
  const manifest = parsed(bytes, file);
  if (!isKnown(manifest)) {
    throw new WrongUsage(`${file} has a format that this release cannot read`);
  }
  return { manifest, sha256: hashOf(bytes) };
};

const isKnown = (manifest: unknown): manifest is Manifest =>
  typeof manifest === 'object' &&
  manifest !== null &&
  'format' in manifest &&
  manifest.format === 1;

const parsed = (bytes: Buffer, file: string): unknown => {
  try {
    return JSON.parse(bytes.toString('utf8'));
  } catch {
    throw new WrongUsage(`${file} is not valid JSON`);
  }
};

export const hashOf = (bytes: Uint8Array): string =>
  createHash('sha256').update(bytes).digest('hex');

/**
 * The PostgreSQL schemas whose content cannot be rebuilt from the log. A backup of the database
 * contains only these schemas.
 */
export const schemas = ['access', 'personal_data', 'webhooks', 'consumers', 'gateway'] as const;

export const migrationSets = [
  accessMigrations,
  personalDataMigrations,
  webhookMigrations,
  consumerMigrations,
  gatewayMigrations,
];

/** Returns true if the log is in an external EventStoreDB and not in the embedded event node. */
export const isLogElsewhere = ({ eventStoreUrl, dataDir }: Settings): boolean => {
  if (eventStoreUrl !== undefined) return true;
  const running = runningInstance(dataDir);
  return running !== undefined && !('event-node' in running.parts);
};
