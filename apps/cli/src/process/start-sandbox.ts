import { join } from 'node:path';
import { ensureDataDir, refuseSandbox } from '#runtime';
import type { LedgerProcess } from '#runtime';
import { explainListenError } from '../connections.js';
import type { ProcessContext } from './process-context.js';

/**
 * The port of the mock server that the gateway's maker publishes, so that its examples work here.
 */
const defaultPort = 12_111;

export const startSandbox = async ({
  settings,
  logger,
}: ProcessContext): Promise<LedgerProcess> => {
  const { gatewaySandboxHost: host, gatewaySandboxPort: port = defaultPort } = settings;
  refuseSandbox(settings);
  ensureDataDir(settings.dataDir);
  const dataDir = join(settings.dataDir, 'gateway-sandbox');
  const { runGatewaySandbox } = await import('../../../gateway-sandbox/src/main.js');
  try {
    return await runGatewaySandbox({ host, port, dataDir, logger });
  } catch (error) {
    const variables = { port: 'GATEWAY_SANDBOX_PORT', host: 'GATEWAY_SANDBOX_HOST' };
    throw explainListenError(error, variables, { port, host });
  }
};
