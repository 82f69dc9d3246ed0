import { Command } from 'commander';
import {
  awaitFormerProcesses,
  createLogger,
  ensureDataDir,
  lineForwarder,
  loadSettings,
  lockInstance,
  type Logger,
  removeRunFile,
  secretKey,
  type Settings,
  stopRequest,
} from '#runtime';
import { checkPort } from '../connections.js';
import { exitCode, type ExitCode, type Finish } from '../exit-code.js';
import { isTerminal, printJson, printLines } from '../operator/print.js';
import { checkBootstrapStores } from '../process/start-api.js';
import {
  ApiSession,
  demoClient,
  type DemoClient,
  type DemoOrder,
  ensureDemoOrder,
  hasDemoStore,
} from './demo.js';
import {
  readyBlock,
  type ReadyReport,
  type ReadySystem,
  reportReadiness,
  untilReady,
} from './ready-block.js';
import { System } from './system.js';

interface Options {
  readonly json?: boolean;
  readonly readyFile?: string;
}

export const upCommand = (finish: Finish): Command =>
  new Command('up')
    .description(
      'Run everything in this terminal; event store, database and gateway are embedded if their URL is not set',
    )
    .option('--ready-file <path>', 'write {"url","pid",...} to this file once ready')
    .option('--json', 'write log lines and the ready message in JSON')
    .action(async (options: Options) => {
      const settings = loadSettings();
      const json = options.json ?? false;
      const { readyFile } = options;
      finish(
        await runUp(json ? { ...settings, logFormat: 'json' } : settings, {
          json,
          ...(readyFile === undefined ? {} : { readyFile }),
        }),
      );
    });

export interface UpOptions {
  readonly readyFile?: string;
  /**
   * True if one line of JSON is printed when the system is ready. Otherwise a text for people is
   * printed.
   */
  readonly json: boolean;
}

/**
 * Registers the demo order, but only in the demo store. In any other store the order could be taken
 * for a real one.
 */
const demoOrder = async (
  url: string,
  settings: Settings,
  { client, logger }: { client: DemoClient | undefined; logger: Logger },
): Promise<DemoOrder | undefined> => {
  if (client === undefined || !hasDemoStore(settings)) return undefined;
  try {
    const session = await ApiSession.open(url, client.clientId, client.clientSecret);
    return await ensureDemoOrder(session, settings.dataDir);
  } catch (error) {
    logger.warn({ err: error }, 'No demo order was registered; everything else runs');
    return undefined;
  }
};

const announce = (ready: ReadySystem, settings: Settings, options: UpOptions): void => {
  const report: ReadyReport = {
    url: ready.url,
    pid: process.pid,
    dataDir: ready.dataDir,
    ...(ready.client ? { clientId: ready.client.clientId } : {}),
    ...(ready.order ? { orderId: ready.order.orderId } : {}),
    ...(ready.failing.length > 0 ? { failing: ready.failing } : {}),
  };
  if (options.json) printJson(report);
  else printLines(readyBlock(ready, isTerminal()));
  const secret = ready.client ? { clientSecret: ready.client.clientSecret } : {};
  reportReadiness({ ...report, ...secret }, { fd: settings.readyFd, file: options.readyFile });
};

/**
 * Replaces `0.0.0.0` and `[::]` in a URL by loopback addresses. A server can listen on the former,
 * but a client cannot connect to them.
 */
const connectable = (url: string): string =>
  url.replace('//0.0.0.0:', '//127.0.0.1:').replace('//[::]:', '//[::1]:');

const startAndAnnounce = async (
  system: System,
  logger: Logger,
  { settings, options }: { settings: Settings; options: UpOptions },
): Promise<void> => {
  const client = demoClient(settings);
  const url = connectable(await system.start(client));
  const isReady = await untilReady(url, {
    isStopping: () => system.isStopping,
    onWait: (missing) => {
      logger.warn({ missing }, 'Not ready yet: requests are answered 503');
    },
  });
  if (!isReady) return;
  const order = await demoOrder(url, settings, { client, logger });
  if (system.isStopping) return;
  const { failing, sandboxUrl } = system;
  const ready = { url, dataDir: settings.dataDir, client, order, failing };
  announce({ ...ready, ...(sandboxUrl !== undefined && { sandboxUrl }) }, settings, options);
};

const runSystem = async (settings: Settings, options: UpOptions): Promise<ExitCode> => {
  const stopAsked = stopRequest();
  const logger = createLogger(settings, 'up');
  await awaitFormerProcesses(settings.dataDir);
  const system = new System(settings, { logger, forward: lineForwarder(settings) });
  const started = startAndAnnounce(system, logger, { settings, options });
  try {
    const reason = await Promise.race([stopAsked, started.then(async () => stopAsked)]);
    logger.info({ reason }, 'Stopping');
  } finally {
    await system.stop();
    removeRunFile(settings.dataDir);
  }
  logger.info('Stopped');
  return exitCode.done;
};

/**
 * Runs `ledger up`: starts all processes and waits until it is asked to stop (operations.md,
 * "Commands").
 */
export const runUp = async (settings: Settings, options: UpOptions): Promise<ExitCode> => {
  // The API checks the stores in the settings too. Checking them here ends `up` at once if there is
  // a mistake. Otherwise the API would fail and be restarted again and again.
  checkBootstrapStores(settings);
  ensureDataDir(settings.dataDir);
  const release = lockInstance(settings.dataDir);
  try {
    secretKey(settings);
    const at = { host: settings.host, port: settings.port };
    await checkPort({ port: 'PORT', host: 'HOST' }, at);
    return await runSystem(settings, options);
  } finally {
    release();
  }
};
