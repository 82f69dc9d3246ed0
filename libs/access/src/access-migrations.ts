/** The tables of this package, for `migrate` of libs/runtime. */
export const accessMigrations = {
  name: 'access',
  directory: new URL('./migrations/', import.meta.url),
} as const;
