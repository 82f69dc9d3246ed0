import { join } from 'node:path';
import type { LinkName, PartName } from './names.js';
import type { PartOptions } from './part.js';

export const caller = { clientId: 'torture', clientSecret: 'torture-secret-0123456789' };

/** One store for consumers (B2C) and one for companies (B2B). */
export const stores = { B2C: 'torture-b2c', B2B: 'torture-b2b' } as const;

const secretKey = Buffer.alloc(32, 7).toString('base64');

const portIn = (url: string | undefined): string => /:(\d+)(?=[/?]|$)/.exec(url ?? '')?.[1] ?? '0';

/**
 * Replaces the port in a URL by the port of a link, so that the connection goes through that link.
 */
const through = (url: string, port: number): string => url.replace(/:\d+(?=[/?]|$)/, `:${port}`);

/** The addresses that the processes need to find each other. */
export interface SystemAddresses {
  readonly folder: string;
  readonly eventStoreUrl: string;
  readonly databaseUrl: string;
  link(name: LinkName): { readonly port: number };
}

type Client = 'api-1' | 'api-2' | 'worker-1' | 'worker-2';

const connected = (name: Client, system: SystemAddresses): Record<string, string> => ({
  DATA_DIR: system.folder,
  EVENTSTORE_URL: through(system.eventStoreUrl, system.link(`${name} to event-node`).port),
  DATABASE_URL: through(system.databaseUrl, system.link(`${name} to postgres`).port),
  LEDGER_SECRET_KEY: secretKey,
  STRIPE_API_BASE: `http://127.0.0.1:${system.link(`${name} to gateway-sandbox`).port}`,
  STRIPE_SECRET_KEY: 'sk_test_ledger',
});

const bootstrap = {
  BOOTSTRAP_CLIENT_ID: caller.clientId,
  BOOTSTRAP_CLIENT_SECRET: caller.clientSecret,
  BOOTSTRAP_STORES: `${stores.B2C}:B2C:SEK,${stores.B2B}:B2B:SEK`,
};

/** The arguments and environment variables of each process, as `npm start` would set them. */
export const partOptions = (name: PartName, system: SystemAddresses): PartOptions => {
  const { folder } = system;
  switch (name) {
    case 'event-node':
      return {
        name,
        folder,
        args: ['event-node'],
        environment: (url) => ({
          DATA_DIR: join(folder, 'event-node-data'),
          EVENT_NODE_PORT: portIn(url),
        }),
      };
    case 'postgres':
      return {
        name,
        folder,
        args: ['postgres'],
        argsAt: (url) => ['--port', portIn(url)],
        environment: () => ({ DATA_DIR: folder }),
      };
    case 'gateway-sandbox':
      return {
        name,
        folder,
        args: ['sandbox'],
        environment: (url) => ({ DATA_DIR: folder, GATEWAY_SANDBOX_PORT: portIn(url) }),
      };
    case 'api-1':
    case 'api-2':
      return {
        name,
        folder,
        args: ['api'],
        environment: (url) => ({ ...connected(name, system), ...bootstrap, PORT: portIn(url) }),
      };
    case 'worker-1':
    case 'worker-2':
      return { name, folder, args: ['worker'], environment: () => connected(name, system) };
  }
};
