import { gatewayConnection, runningInstance, sandboxConnection } from '#runtime';
import type { GatewayConnection, Settings } from '#runtime';
import { WrongUsage } from './wrong-usage.js';

const notRunning = (variable: string, what: string, dataDir: string): WrongUsage =>
  new WrongUsage(
    `The ledger is not running: no instance runs on DATA_DIR ${dataDir}.\n` +
      `Start it with \`ledger up\`, set DATA_DIR to that of the one that runs, or ${variable} to ${what}.`,
  );

/** The event store: EVENTSTORE_URL, else that of the instance running on DATA_DIR. */
export const eventStoreUrlOf = (settings: Settings): string => {
  const url = settings.eventStoreUrl ?? runningInstance(settings.dataDir)?.eventStoreUrl;
  if (url === undefined) throw notRunning('EVENTSTORE_URL', 'an event store', settings.dataDir);
  return url;
};

/** PostgreSQL: DATABASE_URL, else that of the instance running on DATA_DIR. */
export const databaseUrlOf = (settings: Settings): string => {
  const url = settings.databaseUrl ?? runningInstance(settings.dataDir)?.databaseUrl;
  if (url === undefined) throw notRunning('DATABASE_URL', 'a PostgreSQL', settings.dataDir);
  return url;
};

/** The card gateway: that of the settings, else the one embedded in the instance on DATA_DIR. */
export const gatewayOf = (settings: Settings): GatewayConnection | undefined => {
  const configured = gatewayConnection(settings);
  if (configured !== undefined) return configured;
  const url = runningInstance(settings.dataDir)?.gatewayUrl;
  return url === undefined ? undefined : sandboxConnection(url);
};
