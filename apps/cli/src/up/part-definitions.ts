import { fileURLToPath } from 'node:url';
import { forkPart } from '#runtime';
import type { PartDefinition, PartLaunch, Settings } from '#runtime';
import type { DemoClient } from './demo-client.js';

/** The URLs of what API and worker stand on. */
export interface Foundation {
  readonly eventStoreUrl: string;
  readonly databaseUrl: string;
}

/** Parts are started from the program this process runs, by their own command. */
const program = fileURLToPath(new URL('../main.js', import.meta.url));

const started =
  (launch: (url: string | undefined) => PartLaunch): PartDefinition['start'] =>
  (url) =>
    forkPart(program, launch(url));

/** The port a part reported before, or `otherwise` at its first start. */
const portOf = (url: string | undefined, otherwise: number): string =>
  /:(\d+)(?=[/?]|$)/.exec(url ?? '')?.[1] ?? String(otherwise);

/**
 * Parts write JSON, which `up` forwards in its own format; the ready file descriptor is not theirs; and none of them
 * may take itself for a script of npm.
 */
const shared = (settings: Settings): Record<string, string> => ({
  DATA_DIR: settings.dataDir,
  LOG_FORMAT: 'json',
  READY_FD: '',
});

export const eventNodeDefinition = (settings: Settings): PartDefinition => ({
  name: 'event-node',
  start: started((url) => ({
    args: ['event-node'],
    environment: {
      ...shared(settings),
      EVENT_NODE_PORT: portOf(url, settings.eventNodePort ?? 0),
    },
  })),
});

export const postgresDefinition = (settings: Settings): PartDefinition => ({
  name: 'postgres',
  start: started((url) => ({
    args: ['postgres', '--port', portOf(url, 0)],
    environment: shared(settings),
  })),
});

const connected = (settings: Settings, foundation: Foundation): Record<string, string> => ({
  ...shared(settings),
  EVENTSTORE_URL: foundation.eventStoreUrl,
  DATABASE_URL: foundation.databaseUrl,
});

export const workerDefinition = (settings: Settings, foundation: Foundation): PartDefinition => ({
  name: 'worker',
  start: started(() => ({ args: ['worker'], environment: connected(settings, foundation) })),
});

const bootstrap = (demo: DemoClient | undefined): Record<string, string> =>
  demo === undefined
    ? {}
    : { BOOTSTRAP_CLIENT_ID: demo.clientId, BOOTSTRAP_CLIENT_SECRET: demo.clientSecret };

export const apiDefinition = (
  settings: Settings,
  foundation: Foundation,
  demo: DemoClient | undefined,
): PartDefinition => ({
  name: 'api',
  start: started((url) => ({
    args: ['api'],
    load: 'requests',
    environment: {
      ...connected(settings, foundation),
      ...bootstrap(demo),
      PORT: portOf(url, settings.port),
    },
  })),
});
