import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { MigrationRefused } from './migration-refused.js';
import type { MigrationSet } from './migration-set.js';

export interface Migration {
  readonly set: string;
  readonly file: string;
  readonly sql: string;
  /** SHA-256 of the file's bytes, hex. */
  readonly checksum: string;
}

const fileName = /^\d{4}-[a-z0-9-]+\.sql$/;

/** The migrations of a set in the order in which they apply. Code beside them is not looked at. */
export const readMigrations = async ({ name, directory }: MigrationSet): Promise<Migration[]> => {
  const files = (await readdir(directory)).filter((file) => file.endsWith('.sql')).sort();
  const odd = files.find((file) => !fileName.test(file));
  if (odd !== undefined)
    throw new MigrationRefused(`${name}/${odd}`, 'is not named like 0001-what-it-makes.sql');
  if (files.length === 0) throw new MigrationRefused(name, `no files in ${directory.pathname}`);
  return Promise.all(
    files.map(async (file) => {
      const bytes = await readFile(new URL(file, directory));
      const checksum = createHash('sha256').update(bytes).digest('hex');
      return { set: name, file, sql: bytes.toString('utf8'), checksum };
    }),
  );
};
