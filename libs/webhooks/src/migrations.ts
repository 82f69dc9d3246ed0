/** The migrations that make this package's tables, for `migrate` of libs/runtime. */
export const webhookMigrations = {
  name: 'webhooks',
  directory: new URL('./migrations/', import.meta.url),
} as const;
