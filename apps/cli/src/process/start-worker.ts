import { ensureDataDir, type LedgerProcess, secretKeys } from '#runtime';
import { databaseUrlOf, eventStoreUrlOf, gatewayOf } from '../connections.js';
import { type ProcessContext, withMetrics } from './process-context.js';

export const startWorker = async (context: ProcessContext): Promise<LedgerProcess> => {
  const { settings, logger } = context;
  if (settings.ledgerSecretKey === undefined) ensureDataDir(settings.dataDir);
  const { runWorker } = await import('../../../worker/src/main.js');
  const options = {
    eventStoreUrl: eventStoreUrlOf(settings),
    databaseUrl: databaseUrlOf(settings),
    secretKey: secretKeys(settings),
    logger,
    gateway: gatewayOf(settings),
    checkoutCapture: settings.storeApiCapture,
    webhooks: {
      secretKey: secretKeys(settings),
      allowPrivateTargets: settings.webhookAllowPrivateTargets,
      retentionDays: settings.webhookRetentionDays,
      live: settings.nodeEnv === 'production',
    },
    pace: { sealEvents: settings.sealEvents, sealMs: settings.sealSeconds * 1_000 },
  };
  return withMetrics(context, (metrics) => runWorker({ ...options, metrics }));
};
