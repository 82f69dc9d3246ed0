/** The database tables of this package, for `migrate` of libs/runtime. */
export const personalDataMigrations = {
  name: 'personal-data',
  directory: new URL('./migrations/', import.meta.url),
} as const;
