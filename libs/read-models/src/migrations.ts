/** The migrations of the read models' tables, for the function `migrate` of libs/runtime. */
export const readModelMigrations = {
  name: 'read-models',
  directory: new URL('./migrations/', import.meta.url),
};
