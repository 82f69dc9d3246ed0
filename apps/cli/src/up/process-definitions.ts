import { fileURLToPath } from 'node:url';
import { forkProcess, portOf } from '#runtime';
import type {
  GatewayConnection,
  ProcessAddress,
  ProcessDefinition,
  ProcessLaunch,
  Settings,
} from '#runtime';
import type { DemoClient } from './demo.js';

/** The servers that the API and the worker need. */
export interface Foundation {
  readonly eventStoreUrl: string;
  readonly databaseUrl: string;
  /** The card gateway; undefined in production without one. */
  readonly gateway: GatewayConnection | undefined;
}

/** The program of each process: `up` starts it with another command. */
const program = fileURLToPath(new URL('../main.js', import.meta.url));

const started =
  (launch: (former: ProcessAddress) => ProcessLaunch): ProcessDefinition['start'] =>
  (former) =>
    forkProcess(program, launch(former));

/**
 * Returns the port in the URL that a process had before it was restarted, or `otherwise` at its
 * first start.
 */
const portAgain = (url: string | undefined, otherwise: number): string =>
  String(portOf(url, otherwise));

/**
 * The metrics port of each process, relative to METRICS_PORT. The API comes last, because its
 * replicas use the ports after it.
 */
const metricsOffsets = { 'event-node': 0, worker: 1, api: 2 } as const;

/**
 * The setting METRICS_PORT of a process. If that of `up` is 0, a restarted process keeps its former
 * port; several replicas get new ones.
 */
const metricsPort = (
  { metricsPort: first }: Settings,
  part: keyof typeof metricsOffsets,
  { metricsUrls }: ProcessAddress,
): Record<string, string> => {
  const former = metricsUrls?.length === 1 ? metricsUrls[0] : undefined;
  return {
    METRICS_PORT: first === 0 ? portAgain(former, 0) : String(first + metricsOffsets[part]),
  };
};

/**
 * The settings of every process. Processes log JSON, which `up` prints in the format of its own
 * log. READY_FD is emptied, because `up` alone reports readiness.
 */
const shared = (settings: Settings): Record<string, string> => ({
  DATA_DIR: settings.dataDir,
  LOG_FORMAT: 'json',
  READY_FD: '',
});

export const eventNodeDefinition = (
  settings: Settings,
  access: Readonly<Record<string, string>>,
): ProcessDefinition => ({
  name: 'event-node',
  start: started((former) => ({
    args: ['event-node'],
    environment: {
      ...shared(settings),
      ...access,
      ...metricsPort(settings, 'event-node', former),
      EVENT_NODE_PORT: portAgain(former.url, settings.eventNodePort ?? 0),
    },
  })),
});

export const postgresDefinition = (settings: Settings): ProcessDefinition => ({
  name: 'postgres',
  start: started(({ url }) => ({
    args: ['postgres', '--port', portAgain(url, 0)],
    environment: shared(settings),
  })),
});

export const sandboxDefinition = (settings: Settings): ProcessDefinition => ({
  name: 'gateway-sandbox',
  start: started(({ url }) => ({
    args: ['sandbox'],
    environment: {
      ...shared(settings),
      GATEWAY_SANDBOX_PORT: portAgain(url, settings.gatewaySandboxPort ?? 0),
    },
  })),
});

const connected = (settings: Settings, foundation: Foundation): Record<string, string> => ({
  ...shared(settings),
  EVENTSTORE_URL: foundation.eventStoreUrl,
  DATABASE_URL: foundation.databaseUrl,
  STRIPE_API_BASE: foundation.gateway?.apiBase ?? '',
  STRIPE_SECRET_KEY: foundation.gateway?.secretKey ?? '',
});

/**
 * The number of threads of the worker. Host names of webhooks are resolved in at most half of them.
 * With the default of four, two hosts whose name servers do not answer would hold up the messages
 * to all other hosts, of up to 100 webhooks.
 */
const workerThreads = '200';

/** Without a worker captures are still taken, but shown, settled and notified later. */
export const workerDefinition = (
  settings: Settings,
  foundation: Foundation,
): ProcessDefinition => ({
  name: 'worker',
  isOptional: true,
  start: started((former) => ({
    args: ['worker'],
    environment: {
      ...connected(settings, foundation),
      ...metricsPort(settings, 'worker', former),
      UV_THREADPOOL_SIZE: workerThreads,
    },
  })),
});

const bootstrap = (demo: DemoClient | undefined): Record<string, string> =>
  demo === undefined
    ? {}
    : { BOOTSTRAP_CLIENT_ID: demo.clientId, BOOTSTRAP_CLIENT_SECRET: demo.clientSecret };

export const apiDefinition = (
  settings: Settings,
  foundation: Foundation,
  demo: DemoClient | undefined,
): ProcessDefinition => ({
  name: 'api',
  start: started((former) => ({
    args: ['api'],
    load: 'requests',
    environment: {
      ...connected(settings, foundation),
      ...bootstrap(demo),
      ...metricsPort(settings, 'api', former),
      PORT: portAgain(former.url, settings.port),
    },
  })),
});
