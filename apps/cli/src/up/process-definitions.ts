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

/** The servers that the API and the worker connect to. */
export interface Foundation {
  readonly eventStoreUrl: string;
  readonly databaseUrl: string;
  /** The card gateway. `undefined` in production if the settings have no gateway. */
  readonly gateway: GatewayConnection | undefined;
}

/** The program that `up` starts for each process. Only the command differs. */
const program = fileURLToPath(new URL('../main.js', import.meta.url));

const started =
  (launch: (former: ProcessAddress) => ProcessLaunch): ProcessDefinition['start'] =>
  (former) =>
    forkProcess(program, launch(former));

/**
 * Returns the port for a process. A restarted process keeps the port of `url`, its address before
 * the restart. At the first start `url` is undefined, and the port is `otherwise`.
 */
const portAgain = (url: string | undefined, otherwise: number): string =>
  String(portOf(url, otherwise));

/**
 * Each process serves its metrics on METRICS_PORT plus this number. The API comes last, because its
 * replicas use the following ports too.
 */
const metricsOffsets = { 'event-node': 0, worker: 1, api: 2 } as const;

/**
 * The METRICS_PORT of a process. If `up` has METRICS_PORT=0, each process gets a free port and
 * keeps it after a restart. An API with several replicas gets new ports after a restart.
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
 * The settings of every process. The processes log JSON, because `up` reads their log lines and
 * writes them in its own format. READY_FD is cleared, because only `up` itself reports readiness.
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
 * The UV_THREADPOOL_SIZE of the worker. Node.js uses at most half of these threads to resolve host
 * names. There may be 100 webhooks, and each could have a name server that does not answer. With
 * Node's default of four threads, two such webhooks would delay all others.
 */
const workerThreads = '200';

/**
 * The worker. While no worker runs, captures are still accepted, but read models, settlements and
 * webhooks wait for the next worker.
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
