import { MigrationRefused } from './migration-refused.js';
import type { Migration } from './read-migrations.js';

export interface AppliedMigration {
  readonly file: string;
  readonly checksum: string;
}

/**
 * What of a set has still to be applied. Migrations go forward only: an applied file must not change, and none may be
 * put in front of an applied one.
 */
export const pendingMigrations = (
  migrations: readonly Migration[],
  applied: readonly AppliedMigration[],
): Migration[] => {
  const checksums = new Map(applied.map(({ file, checksum }) => [file, checksum]));
  const newest = applied.reduce((latest, { file }) => (file > latest ? file : latest), '');
  return migrations.filter((migration) => {
    const { set, file, checksum } = migration;
    const known = checksums.get(file);
    if (known === undefined && file < newest)
      throw new MigrationRefused(`${set}/${file}`, `comes before ${newest}, already applied`);
    if (known !== undefined && known !== checksum)
      throw new MigrationRefused(
        `${set}/${file}`,
        'was changed after it was applied; restore the file and put the change in a new one',
      );
    return known === undefined;
  });
};
