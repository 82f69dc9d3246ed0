import type { Pool } from 'pg';
import { accessMigrations } from '#access';
import { migrate, secretKeys } from '#runtime';
import type { Settings } from '#runtime';
import { EndpointDirectory, SecretBox, webhookMigrations } from '#webhooks';
import { withDatabase } from './with-database.js';

interface Found {
  readonly endpoints: EndpointDirectory;
  readonly pool: Pool;
}

/** Runs an operator's task on the webhooks of the running instance. */
export const withWebhooks = async <Result>(
  settings: Settings,
  task: (found: Found) => Promise<Result>,
): Promise<Result> =>
  withDatabase(settings, async (pool) => {
    await migrate(pool, [accessMigrations, webhookMigrations]);
    const endpoints = new EndpointDirectory(pool, new SecretBox(secretKeys(settings)));
    return task({ endpoints, pool });
  });
