import type { Registry } from 'prom-client';
import { processRegistry, serveMetrics } from '#runtime';
import type { RunningPart } from '#runtime';
import { explainListenError } from '../check-port.js';
import type { PartContext } from './part-context.js';

/** Runs a part that counts in the registry of this process, and serves that beside it. */
export const withMetrics = async (
  { settings, logger }: PartContext,
  start: (metrics: Registry) => Promise<RunningPart>,
): Promise<RunningPart> => {
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

/** Stopping twice is stopping once. */
const once = (stop: () => Promise<void>): (() => Promise<void>) => {
  let stopping: Promise<void> | undefined;
  return () => (stopping ??= stop());
};
