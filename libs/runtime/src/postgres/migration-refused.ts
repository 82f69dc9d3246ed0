/** The database and the migration files do not belong together; nothing of the named file was applied. */
export class MigrationRefused extends Error {
  override readonly name = 'MigrationRefused';

  constructor(migration: string, why: string, options?: ErrorOptions) {
    super(`Migration ${migration}: ${why}`, options);
  }
}
