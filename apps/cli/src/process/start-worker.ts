import { projectionStatus, type ProjectionStatus } from '#read-models';
import { ensureDataDir, type LedgerProcess, secretKeys, type Settings } from '#runtime';
import { databaseUrlOf, eventStoreUrlOf, gatewayOf } from '../connections.js';
import { exitCode, type ExitCode } from '../exit-code.js';
import { printFault } from '../operator/print.js';
import { withDatabase } from '../operator/with-database.js';
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

/**
 * A running worker records the time each second, and each time it has applied events. If the
 * recorded time is older than this, the worker counts as stopped.
 */
const stillSinceMsMost = 30_000;

/**
 * Returns true if a worker has recently applied events or found that the read models are up to
 * date.
 */
const isMoving = ({ appliedAt, freshAt }: ProjectionStatus, nowMs: number): boolean =>
  [appliedAt, freshAt].some((at) => at !== undefined && nowMs - Date.parse(at) <= stillSinceMsMost);

/**
 * Runs `ledger worker --check`, the health check of a worker in a container. A worker has no port
 * to ask, so the check reads its last recorded time from the database.
 */
export const checkWorker = async (settings: Settings): Promise<ExitCode> => {
  const status = await withDatabase(settings, projectionStatus);
  if (isMoving(status, Date.now())) return exitCode.done;
  printFault(`No worker has updated the read models since ${status.freshAt ?? status.appliedAt}.`);
  return exitCode.fault;
};
