import { InvalidSettings, runningInstance } from '#runtime';
import type { Settings } from '#runtime';

const missing = (variable: string, dataDir: string): InvalidSettings =>
  new InvalidSettings([
    `${variable}: found nothing, and no instance runs on DATA_DIR ${dataDir}; ` +
      'set it, or start an instance with `ledger up`',
  ]);

/** The event store: EVENTSTORE_URL, else that of the instance running on DATA_DIR. */
export const eventStoreUrlOf = (settings: Settings): string => {
  const url = settings.eventStoreUrl ?? runningInstance(settings.dataDir)?.eventStoreUrl;
  if (url === undefined) throw missing('EVENTSTORE_URL', settings.dataDir);
  return url;
};

/** PostgreSQL: DATABASE_URL, else that of the instance running on DATA_DIR. */
export const databaseUrlOf = (settings: Settings): string => {
  const url = settings.databaseUrl ?? runningInstance(settings.dataDir)?.databaseUrl;
  if (url === undefined) throw missing('DATABASE_URL', settings.dataDir);
  return url;
};
