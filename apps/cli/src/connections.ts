import { once } from 'node:events';
import { createServer } from 'node:net';
import {
  gatewayConnection,
  InvalidSettings,
  runningInstance,
  sandboxConnection,
  type GatewayConnection,
  type Settings,
} from '#runtime';
import { WrongUsage } from './exit-code.js';

const notRunning = (variable: string, what: string, dataDir: string): WrongUsage =>
  new WrongUsage(
    `The ledger is not running: no instance runs on DATA_DIR ${dataDir}.\n` +
      `Start it with \`ledger up\`, set DATA_DIR to the data directory of a running instance, or set ${variable} to the URL of ${what}.`,
  );

/**
 * Returns the URL of the event store. EVENTSTORE_URL comes first, then the event store of the
 * instance that runs on DATA_DIR. Throws `WrongUsage` if there is neither.
 */
export const eventStoreUrlOf = (settings: Settings): string => {
  const url = settings.eventStoreUrl ?? runningInstance(settings.dataDir)?.eventStoreUrl;
  if (url === undefined) throw notRunning('EVENTSTORE_URL', 'an event store', settings.dataDir);
  return url;
};

/**
 * Returns the URL of PostgreSQL. DATABASE_URL comes first, then the PostgreSQL of the instance that
 * runs on DATA_DIR. Throws `WrongUsage` if there is neither.
 */
export const databaseUrlOf = (settings: Settings): string => {
  const url = settings.databaseUrl ?? runningInstance(settings.dataDir)?.databaseUrl;
  if (url === undefined)
    throw notRunning('DATABASE_URL', 'a PostgreSQL database', settings.dataDir);
  return url;
};

const code = (error: unknown): unknown =>
  typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;

/**
 * Returns the card gateway of the settings. If there is none, returns the sandbox of the instance
 * that runs on DATA_DIR, or `undefined`.
 */
export const gatewayOf = (settings: Settings): GatewayConnection | undefined => {
  const configured = gatewayConnection(settings);
  if (configured !== undefined) return configured;
  const url = runningInstance(settings.dataDir)?.gatewayUrl;
  return url === undefined ? undefined : sandboxConnection(url);
};

/**
 * Converts an error of `listen` into an error that names the setting to change. All other errors
 * are returned unchanged.
 */
export const explainListenError = (
  error: unknown,
  variables: { readonly port: string; readonly host: string },
  at: { readonly port: number; readonly host: string },
): unknown => {
  if (code(error) === 'EADDRINUSE') {
    return new InvalidSettings([
      `${variables.port}: found ${at.port}, which another program on ${at.host} listens on already; ` +
        `allowed is a free port, or ${variables.port}=0 to pick one`,
    ]);
  }
  if (code(error) === 'EACCES') {
    return new InvalidSettings([
      `${variables.port}: found ${at.port}, which this user may not listen on; allowed is another port`,
    ]);
  }
  if (code(error) === 'EADDRNOTAVAIL' || code(error) === 'ENOTFOUND') {
    return new InvalidSettings([
      `${variables.host}: found "${at.host}", which is no address of this machine`,
    ]);
  }
  return error;
};

/**
 * Throws `InvalidSettings` if this process cannot listen at the address, for example because
 * another process uses the port.
 */
export const checkPort = async (
  variables: { readonly port: string; readonly host: string },
  at: { readonly port: number; readonly host: string },
): Promise<void> => {
  const server = createServer();
  try {
    server.listen(at.port, at.host);
    await once(server, 'listening');
    server.close();
    await once(server, 'close');
  } catch (error) {
    throw explainListenError(error, variables, at);
  }
};
