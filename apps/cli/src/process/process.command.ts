import { join } from 'node:path';
import { Command } from 'commander';
import {
  createLogger,
  ensureDataDir,
  loadSettings,
  type LedgerProcess,
  makeFolder,
  refuseSandbox,
  runProcess,
  secretKey,
  type Settings,
  startEmbeddedPostgres,
} from '#runtime';
import { explainListenError } from '../connections.js';
import { exitCode, type Finish, WrongUsage } from '../exit-code.js';
import { startWorker } from './start-worker.js';
import { eventLogCommands } from './event-log.command.js';
import type { ProcessContext } from './process-context.js';
import { startApi } from './start-api.js';
import { startEventNode } from './start-event-node.js';

interface Options {
  readonly json?: boolean;
  readonly port?: string;
  readonly check?: boolean;
}

type StartProcess = (context: ProcessContext, options: Options) => Promise<LedgerProcess>;

const processCommand = (
  finish: Finish,
  { name, description, start }: { name: string; description: string; start: StartProcess },
): Command =>
  new Command(name)
    .description(description)
    .option('--json', 'log in JSON')
    .action(async (options: Options) => {
      const loaded = loadSettings();
      const settings: Settings = options.json ? { ...loaded, logFormat: 'json' } : loaded;
      if (options.check) {
        const { checkWorker } = await import('./start-worker.js');
        finish(await checkWorker(settings));
        return;
      }
      const logger = createLogger(settings, name);
      const code = await runProcess(async () => start({ settings, logger }, options));
      finish(code === 0 ? exitCode.done : exitCode.fault);
    });

const workerCommand = (finish: Finish): Command => {
  const command = processCommand(finish, {
    name: 'worker',
    description: 'Run the projections into PostgreSQL',
    start: startWorker,
  });
  return command.option(
    '--check',
    'run nothing; exit with code 0 if a worker keeps the read models up to date',
  );
};

const eventNodeCommand = (finish: Finish): Command => {
  const command = processCommand(finish, {
    name: 'event-node',
    description:
      'Run the embedded EventStoreDB-compatible event node, or copy, restore or check its log',
    start: startEventNode,
  });
  for (const logCommand of eventLogCommands(finish)) command.addCommand(logCommand);
  return command;
};

/** The commands that each run one process of the ledger. An operator or `up` starts them. */
export const processCommands = (finish: Finish): Command[] => [
  processCommand(finish, { name: 'api', description: 'Run the HTTP service', start: startApi }),
  workerCommand(finish),
  eventNodeCommand(finish),
  processCommand(finish, {
    name: 'postgres',
    description: 'Run the embedded PostgreSQL',
    start: startPostgres,
  }).option('--port <port>', 'port on 127.0.0.1; 0 picks a free one', '0'),
  processCommand(finish, {
    name: 'sandbox',
    description: 'Run the card gateway sandbox, which answers like Stripe',
    start: startSandbox,
  }),
];

const startPostgres = async (
  { settings, logger }: ProcessContext,
  { port = '0' }: { readonly port?: string },
): Promise<LedgerProcess> => {
  if (!/^\d{1,5}$/.test(port)) throw new WrongUsage(`--port ${port} is not a port`);
  ensureDataDir(settings.dataDir);
  // The secret key encrypts secrets in the database, so it must exist before the database does.
  if (settings.nodeEnv !== 'production') secretKey(settings);
  return startEmbeddedPostgres({ dataDir: settings.dataDir, port: Number(port), logger });
};

/**
 * The default port of the gateway provider's own mock server. Examples for the gateway's API use
 * this port, so they also work with the sandbox.
 */
const sandboxPort = 12_111;

const startSandbox = async ({ settings, logger }: ProcessContext): Promise<LedgerProcess> => {
  const { gatewaySandboxHost: host, gatewaySandboxPort: port = sandboxPort } = settings;
  refuseSandbox(settings);
  ensureDataDir(settings.dataDir);
  const dataDir = join(settings.dataDir, 'gateway-sandbox');
  makeFolder(dataDir, 0o700);
  const { runGatewaySandbox } = await import('../../../gateway-sandbox/src/main.js');
  try {
    return await runGatewaySandbox({ host, port, dataDir, logger });
  } catch (error) {
    const variables = { port: 'GATEWAY_SANDBOX_PORT', host: 'GATEWAY_SANDBOX_HOST' };
    throw explainListenError(error, variables, { port, host });
  }
};
