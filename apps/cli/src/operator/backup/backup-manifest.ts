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

/** The log as the manifest of a backup describes it. */
export type BackedUpLog =
  /**
   * The log of the embedded event node, whose files are in the folder `event-log` of the backup.
   */
  | {
      readonly kind: 'files';
      readonly logId: string;
      readonly end: number;
      readonly events: number;
    }
  /**
   * The log in an EventStoreDB, which is backed up with the tools of EventStoreDB. `position` is
   * the end of the log just before the database was backed up.
   */
  | { readonly kind: 'elsewhere'; readonly position: string };

/**
 * The manifest of a backup. The manifest is the last file to be written: a folder without a
 * manifest is not a complete backup.
 */
export interface Manifest {
  readonly format: 1;
  readonly createdAt: string;
  readonly log: BackedUpLog;
  readonly database: DatabaseDump;
  readonly secretKey: {
    /** The fingerprint of the LEDGER_SECRET_KEY that encrypts the secrets in the database. */
    readonly fingerprint: string;
    /** True if the backup has the key itself, in the file `secret.key`. */
    readonly included: boolean;
  };
}

export const places = (directory: string) => ({
  manifest: join(directory, 'manifest.json'),
  /**
   * A file that exists while a backup is made. After an interruption the file is still in the
   * folder.
   */
  unfinished: join(directory, 'unfinished'),
  log: join(directory, 'event-log'),
  database: join(directory, 'database'),
  secretKey: join(directory, 'secret.key'),
});

export interface HashedManifest {
  readonly manifest: Manifest;
  /**
   * Hash of the manifest's bytes. Since the manifest has a hash of each file, this hash covers all
   * files of the backup.
   */
  readonly sha256: string;
}

/** Reads the manifest of a backup. Throws `WrongUsage` if the folder has no complete backup. */
export const readManifest = (directory: string): HashedManifest => {
  const { manifest: file, unfinished } = places(directory);
  if (!existsSync(file) || existsSync(unfinished)) {
    throw new WrongUsage(`${directory} is no backup, or one that was not finished`);
  }
  const bytes = readFileSync(file);
  const manifest = parsed(bytes, file);
  if (!isKnown(manifest)) {
    throw new WrongUsage(`${file} has a format that this release does not know`);
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
    throw new WrongUsage(`${file} is no JSON`);
  }
};

export const hashOf = (bytes: Uint8Array): string =>
  createHash('sha256').update(bytes).digest('hex');

/**
 * The schemas in PostgreSQL whose content cannot be rebuilt from the log. A backup has these
 * schemas only.
 */
export const schemas = ['access', 'personal_data', 'webhooks', 'consumers', 'gateway'] as const;

export const migrationSets = [
  accessMigrations,
  personalDataMigrations,
  webhookMigrations,
  consumerMigrations,
  gatewayMigrations,
];

/** Returns whether the log is in an EventStoreDB, rather than in the embedded event node. */
export const isLogElsewhere = ({ eventStoreUrl, dataDir }: Settings): boolean => {
  if (eventStoreUrl !== undefined) return true;
  const running = runningInstance(dataDir);
  return running !== undefined && !('event-node' in running.parts);
};
