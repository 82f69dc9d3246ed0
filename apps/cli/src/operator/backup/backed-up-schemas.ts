import { accessMigrations } from '#access';
import { personalDataMigrations } from '#personal-data';
import { webhookMigrations } from '#webhooks';
import { consumerMigrations } from '../../../../worker/src/main.js';

/** Whatever stands in PostgreSQL and cannot be made from the log. */
export const schemas = ['access', 'personal_data', 'webhooks', 'consumers'] as const;

export const migrationSets = [
  accessMigrations,
  personalDataMigrations,
  webhookMigrations,
  consumerMigrations,
];
