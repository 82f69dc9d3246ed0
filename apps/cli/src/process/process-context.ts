import type { Registry } from 'prom-client';
import {
  type Logger,
  processRegistry,
  type LedgerProcess,
  serveMetrics,
  type Settings,
} from '#runtime';
import { explainListenError } from '../connections.js';

export interface ProcessContext {
  readonly settings: Settings;
  readonly logger: Logger;
}

/**
 * Starts a process and an HTTP server for its metrics. Stopping the process also stops the server.
 */
export const withMetrics = async (
  { settings, logger }: ProcessContext,
  start: (metrics: Registry) => Promise<LedgerProcess>,
): Promise<LedgerProcess> => {
  const { metricsHost: host, metricsPort: port, metricsToken: token } = settings;
  const registry = processRegistry();
  const part = await start(registry);
  try {
    const server = await serveMetrics(registry, { host, port, token });
    logger.info({ url: server.url }, 'metrics are served');
    const stop = async (): Promise<void> => {
      await part.stop();
      await server.close();
    };
    return { ...part, metricsUrls: [server.url], stop: once(stop) };
  } catch (error) {
    await part.stop();
    const variables = { port: 'METRICS_PORT', host: 'METRICS_HOST' };
    throw explainListenError(error, variables, { port, host });
  }
};

/**
 * Returns a function that calls `stop` only the first time. Later calls return the promise of the
 * first call.
 */
const once = (stop: () => Promise<void>): (() => Promise<void>) => {
  let stopping: Promise<void> | undefined;
  return () => (stopping ??= stop());
};
