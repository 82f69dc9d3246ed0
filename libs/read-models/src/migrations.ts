/** The tables of the read models, for `migrate` of libs/runtime. */
export const readModelMigrations = {
  name: 'read-models',
  directory: new URL('./migrations/', import.meta.url),
};
