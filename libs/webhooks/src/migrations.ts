/** The tables of this package, for `migrate` of libs/runtime. */
export const webhookMigrations = {
  name: 'webhooks',
  directory: new URL('./migrations/', import.meta.url),
} as const;
