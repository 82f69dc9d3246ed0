import cluster from 'node:cluster';
import type { Registry } from 'prom-client';
import type { BootstrapSettings } from '#access';
import { currencies } from '#ledger';
import {
  ensureDataDir,
  InvalidSettings,
  type LedgerProcess,
  secretKeys,
  type Settings,
  startReplicas,
} from '#runtime';
import type { StoreApiSettings } from '../../../api/src/services/store-api.js';
import { databaseUrlOf, eventStoreUrlOf, explainListenError, gatewayOf } from '../connections.js';
import { type ProcessContext, withMetrics } from './process-context.js';

/**
 * Starts the API. With API_REPLICAS, several processes share the port, each with its own
 * connections and caches.
 */
export const startApi = async (context: ProcessContext): Promise<LedgerProcess> => {
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
  { settings, logger }: ProcessContext,
  metrics: Registry,
): Promise<LedgerProcess> => {
  const { host, port, publicUrl, trustedProxies, shutdownDelaySeconds } = settings;
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
      allowInsecureBasic: settings.allowInsecureBasic,
      docs: settings.apiDocs === 'on',
      console: settings.console === 'on',
      sealEvents: settings.sealEvents,
      shutdownDelaySeconds,
      ...(trustedProxies && { trustedProxies }),
      logger,
      metrics,
      ...(publicUrl === undefined ? {} : { publicUrl }),
      ...(bootstrap === undefined ? {} : { bootstrap }),
      ...(gateway === undefined ? {} : { gateway }),
      gatewayWaitMs: settings.gatewayWaitSeconds * 1_000,
      storeApi: storeApiOf(settings),
      origins: { 'woo-store': settings.storeApiOrigins },
    });
  } catch (error) {
    throw explainListenError(error, { port: 'PORT', host: 'HOST' }, { port, host });
  }
};

/**
 * The settings of the WooCommerce Store API. Without STORE_API_STORE, it serves the store of the
 * bootstrap client if this client has exactly one store.
 */
const storeApiOf = (settings: Settings): StoreApiSettings => {
  const { storeApiRateLimit: requests, storeApiRateLimitSeconds: seconds } = settings;
  const { bootstrapClientId, bootstrapStores, storeApiSalt: salt } = settings;
  const [only, ...others] = bootstrapClientId === undefined ? [] : bootstrapStores;
  const store = settings.storeApiStore ?? (others.length === 0 ? only?.storeId : undefined);
  return {
    hosts: settings.storeApiHosts,
    methods: settings.storeApiPaymentMethods,
    capture: settings.storeApiCapture,
    ...(store !== undefined && { store }),
    ...(salt !== undefined && { salt }),
    ...(requests > 0 && { rateLimit: { requests, seconds } }),
  };
};

type StoreSettings = Pick<Settings, 'bootstrapStores'>;

/**
 * Checks that the currencies of BOOTSTRAP_STORES exist. Loading the settings checks only their
 * syntax, because the list of currencies is in `libs/ledger`.
 *
 * @throws InvalidSettings for a currency that does not exist
 */
export const checkBootstrapStores = ({ bootstrapStores }: StoreSettings): void => {
  const complaints = bootstrapStores
    .filter(({ currency }) => !currencies.has(currency))
    .map(
      ({ storeId, salesSegment, currency }) =>
        `BOOTSTRAP_STORES: found "${storeId}:${salesSegment}:${currency}", ` +
        `allowed as currency is an ISO 4217 code, such as SEK; ${currency} is not one`,
    );
  if (complaints.length > 0) throw new InvalidSettings(complaints);
};

/**
 * Returns the client that the API creates or updates at start, or `undefined` if the settings name
 * none.
 *
 * @throws InvalidSettings
 */
export const bootstrapSettings = (
  settings: StoreSettings & Pick<Settings, 'bootstrapClientId' | 'bootstrapClientSecret'>,
): BootstrapSettings | undefined => {
  const { bootstrapClientId: clientId, bootstrapClientSecret: clientSecret } = settings;
  checkBootstrapStores(settings);
  if (clientId === undefined) return undefined;
  if (clientSecret === undefined) {
    throw new InvalidSettings([
      'BOOTSTRAP_CLIENT_SECRET: found nothing, needed with BOOTSTRAP_CLIENT_ID',
    ]);
  }
  return { clientId, clientSecret, stores: settings.bootstrapStores };
};
