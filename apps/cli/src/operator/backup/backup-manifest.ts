import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { DatabaseDump } from '#runtime';
import { WrongUsage } from '../../wrong-usage.js';

/** The log, as the backup has it. */
export type BackedUpLog =
  /** Copied from the files of the embedded event node, into the folder `event-log`. */
  | {
      readonly kind: 'files';
      readonly logId: string;
      readonly end: number;
      readonly events: number;
    }
  /** In an EventStoreDB, which has its own backup: where the log ended before the rest was taken. */
  | { readonly kind: 'elsewhere'; readonly position: string };

/** What a backup consists of. It is written last: a folder without it is no backup. */
export interface Manifest {
  readonly format: 1;
  readonly createdAt: string;
  readonly log: BackedUpLog;
  readonly database: DatabaseDump;
  readonly secretKey: {
    /** Of the LEDGER_SECRET_KEY that the database's secrets are wrapped with. */
    readonly fingerprint: string;
    /** Whether the file `secret.key` is part of the backup. */
    readonly included: boolean;
  };
}

export const places = (directory: string) => ({
  manifest: join(directory, 'manifest.json'),
  /** While a backup is made, or where that was broken off. */
  unfinished: join(directory, 'unfinished'),
  log: join(directory, 'event-log'),
  database: join(directory, 'database'),
  secretKey: join(directory, 'secret.key'),
});

export interface ReadManifest {
  readonly manifest: Manifest;
  /** Of the manifest's bytes, and with it of everything that it names. */
  readonly sha256: string;
}

/** Throws `WrongUsage` where no whole backup is. */
export const readManifest = (directory: string): ReadManifest => {
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
