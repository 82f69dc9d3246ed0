import {
  awaitFormerParts,
  createLogger,
  ensureDataDir,
  lineForwarder,
  lockInstance,
  removeRunFile,
  secretKey,
  stopRequest,
} from '#runtime';
import type { Logger, Settings } from '#runtime';
import { checkPort } from '../check-port.js';
import { exitCode } from '../exit-code.js';
import type { ExitCode } from '../exit-code.js';
import { isTerminal, printJson, printLines } from '../operator/print.js';
import { checkBootstrapStores } from '../part/bootstrap-settings.js';
import { ApiSession } from './api-session.js';
import { demoClient } from './demo-client.js';
import type { DemoClient } from './demo-client.js';
import { ensureDemoOrder, hasDemoStore } from './demo-order.js';
import type { DemoOrder } from './demo-order.js';
import { readyBlock } from './ready-block.js';
import type { ReadySystem } from './ready-block.js';
import { reportReadiness } from './ready-report.js';
import type { ReadyReport } from './ready-report.js';
import { System } from './system.js';
import { untilReady } from './until-ready.js';

export interface UpOptions {
  readonly readyFile?: string;
  /** Announce readiness as a line of JSON in place of the block. */
  readonly json: boolean;
}

/** An order to capture is registered for the demo store only; other stores' orders are real. */
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

/** Nobody connects to the addresses that stand for "all of this machine's". */
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
  const { failing } = system;
  announce({ url, dataDir: settings.dataDir, client, order, failing }, settings, options);
};

const runSystem = async (settings: Settings, options: UpOptions): Promise<ExitCode> => {
  const stopAsked = stopRequest();
  const logger = createLogger(settings, 'up');
  await awaitFormerParts(settings.dataDir);
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

/** Runs everything until it is asked to stop (operations.md, "Commands"). */
export const runUp = async (settings: Settings, options: UpOptions): Promise<ExitCode> => {
  // The API would refuse them too, but as a part that dies it would be started again and again.
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
