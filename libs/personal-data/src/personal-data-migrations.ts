/**
 * The migrations that create the tables of personal data, in the form that `migrate` of
 * libs/runtime reads.
 */
export const personalDataMigrations = {
  name: 'personal-data',
  directory: new URL('./migrations/', import.meta.url),
} as const;
