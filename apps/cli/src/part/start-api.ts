import cluster from 'node:cluster';
import type { Registry } from 'prom-client';
import { ensureDataDir, secretKeys, startReplicas } from '#runtime';
import type { RunningPart } from '#runtime';
import { databaseUrlOf, eventStoreUrlOf, gatewayOf } from '../connections.js';
import { explainListenError } from '../check-port.js';
import { bootstrapSettings } from './bootstrap-settings.js';
import type { PartContext } from './part-context.js';
import { withMetrics } from './with-metrics.js';

/** One API process, or as many as API_REPLICAS says on one port, each with its own connections and caches. */
export const startApi = async (context: PartContext): Promise<RunningPart> => {
  const { settings, logger } = context;
  const { apiReplicas: count } = settings;
  if (settings.ledgerSecretKey === undefined) ensureDataDir(settings.dataDir);
  if (count === 1 || cluster.isWorker) {
    return withMetrics(context, (metrics) => startOne(context, metrics));
  }
  const leaveMs = settings.shutdownDelaySeconds * 1_000;
  return startReplicas({ name: 'api', count, logger, metricsPort: settings.metricsPort, leaveMs });
};

const startOne = async (
  { settings, logger }: PartContext,
  metrics: Registry,
): Promise<RunningPart> => {
  const { host, port, publicUrl, apiDocs, trustedProxies, shutdownDelaySeconds } = settings;
  const bootstrap = bootstrapSettings(settings);
  const gateway = gatewayOf(settings);
  const { runApi } = await import('../../../api/src/main.js');
  try {
    return await runApi({
      host,
      port,
      eventStoreUrl: eventStoreUrlOf(settings),
      databaseUrl: databaseUrlOf(settings),
      secretKey: secretKeys(settings),
      webhookAllowPrivateTargets: settings.webhookAllowPrivateTargets,
      docs: apiDocs === 'on',
      shutdownDelaySeconds,
      ...(trustedProxies && { trustedProxies }),
      logger,
      metrics,
      ...(publicUrl === undefined ? {} : { publicUrl }),
      ...(bootstrap === undefined ? {} : { bootstrap }),
      ...(gateway === undefined ? {} : { gateway }),
    });
  } catch (error) {
    throw explainListenError(error, { port: 'PORT', host: 'HOST' }, { port, host });
  }
};
