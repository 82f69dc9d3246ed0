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

/** The addresses of the servers that the API and the worker need. */
export interface Foundation {
  readonly eventStoreUrl: string;
  readonly databaseUrl: string;
  /** The card gateway; undefined in production if the settings have no gateway. */
  readonly gateway: GatewayConnection | undefined;
}

/** The program that `up` starts for each process, with a different command each time. */
const program = fileURLToPath(new URL('../main.js', import.meta.url));

const started =
  (launch: (former: ProcessAddress) => ProcessLaunch): ProcessDefinition['start'] =>
  (former) =>
    forkProcess(program, launch(former));

/**
 * Returns the port of `url`, the address of a process before its restart, so that a restarted
 * process keeps its port. At the first start `url` is undefined, and `otherwise` is returned.
 */
const portAgain = (url: string | undefined, otherwise: number): string =>
  String(portOf(url, otherwise));

/**
 * The metrics port of each process, as a number to add to METRICS_PORT. The API comes last, because
 * its replicas use the ports after its own.
 */
const metricsOffsets = { 'event-node': 0, worker: 1, api: 2 } as const;

/**
 * The setting METRICS_PORT of a process. If METRICS_PORT of `up` is 0, each process gets a free
 * port, and a restarted process keeps its former port. An API with several replicas gets new ports.
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
 * The settings of every process. Processes log JSON, which `up` converts to the format of its own
 * log. READY_FD is emptied, because only `up` reports readiness.
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
 * UV_THREADPOOL_SIZE, the number of threads of the worker. Node.js resolves host names in at most
 * half of the threads. With the default of four threads, two host names whose name servers do not
 * answer would delay the messages to the hosts of all other webhooks, of which there may be 100.
 */
const workerThreads = '200';

/**
 * The process of the worker. While no worker runs, captures are still accepted; they are shown,
 * settled and notified later.
 */
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
