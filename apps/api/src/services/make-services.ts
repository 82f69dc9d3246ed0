import type { Pool } from 'pg';
import { Registry } from 'prom-client';
import {
  accessMigrations,
  bootstrapClient,
  ClientAuthenticator,
  ClientDirectory,
  KeyAuthenticator,
  KeyDirectory,
  KeySecretBox,
  Revocations,
  SigningKeys,
  StoreDirectory,
  TokenIssuer,
  TokenVerifier,
} from '#access';
import { ActionLog, connectEventStore, LedgerIdentity, OrderRepository } from '#event-log';
import type { Gateway } from '#gateway';
import { personalDataMigrations, PersonKeys } from '#personal-data';
import { OrderQueries, PositionWatch, readModelMigrations } from '#read-models';
import { keysOfRing, migrate, openPool } from '#runtime';
import { DeliveryLog, EndpointDirectory, EndpointSecretBox, webhookMigrations } from '#webhooks';
import type { ApiOptions, EdgeOptions } from '../api-options.js';
import { Departure } from '../http/departure.js';
import { countConflicts } from '../metrics/state-metrics.js';
import type { CardPayments } from './service-tokens.js';
import type { ApiServices } from './api-services.js';
import { LogVerifications } from '../queries/verifications/log-verifications.js';
import {
  VerificationRuns,
  verificationMigrations,
} from '../queries/verifications/verification-runs.js';
import { LedgerState } from './ledger-state.js';
import { FailedLogIns } from './failed-log-ins.js';
import { noStoreApi } from './store-api.js';

const poolLimits = {
  max: 20,
  connectionTimeoutMillis: 5_000,
  idleTimeoutMillis: 30_000,
  statement_timeout: 15_000,
  query_timeout: 20_000,
  keepAlive: true,
};

/** The default of SEAL_EVENTS: the worker seals the log after this number of events. */
const sealEventsDefault = 10_000;

/**
 * The longest time that the start waits for the ledger's identity, which is read from the event
 * store. After this time the API starts without the identity, serves reads, and reads the identity
 * later.
 */
const identityWaitMs = 3_000;

const cardPayments = (connection: ApiOptions['gateway'], registry: Registry): CardPayments => {
  let opened: Promise<Gateway> | undefined;
  return {
    isConfigured: connection !== undefined,
    isTest: /^[rs]k_test_/.test(connection?.secretKey ?? ''),
    gateway: async () => {
      if (connection === undefined) throw new Error('No card gateway is configured');
      // The gateway's client library is slow to load, and most processes never call the gateway.
      opened ??= import('#gateway').then(async ({ openGateway }) =>
        openGateway({ ...connection, registry }),
      );
      return opened;
    },
  };
};

type ServiceOptions = Omit<
  ApiOptions,
  'host' | 'port' | Exclude<keyof EdgeOptions, 'publicUrl'> | 'bootstrap'
>;

/** The settings that only single contracts use. */
const contractSettings = (
  options: ServiceOptions,
): Pick<ApiServices, 'storeApi' | 'credentialRules'> => ({
  storeApi: { ...(options.storeApi ?? noStoreApi), secretKeys: keysOfRing(options.secretKey) },
  credentialRules: {
    ...(options.publicUrl !== undefined && { publicUrl: options.publicUrl }),
    allowInsecureBasic: options.allowInsecureBasic ?? false,
  },
});

const logVerifications = (options: ServiceOptions, runs: VerificationRuns): LogVerifications =>
  new LogVerifications({
    runs,
    sources: {
      eventStoreUrl: options.eventStoreUrl,
      databaseUrl: options.databaseUrl,
      secretKeys: keysOfRing(options.secretKey),
      sealEvents: options.sealEvents ?? sealEventsDefault,
    },
    logger: options.logger,
  });

const poolOf = ({ databaseUrl, logger }: ServiceOptions): Pool =>
  openPool({ connectionString: databaseUrl, ...poolLimits }, (reason) => {
    logger.warn({ reason }, 'a connection to PostgreSQL was lost');
  });

type AccessServices = Pick<
  ApiServices,
  | 'authenticator'
  | 'keys'
  | 'keyAuthenticator'
  | 'tokenIssuer'
  | 'tokenVerifier'
  | 'revocations'
  | 'signingKeys'
>;

/** The services that authenticate clients, and that issue and check their tokens. */
const accessServices = (pool: Pool, { logger, secretKey }: ServiceOptions): AccessServices => {
  const revocations = new Revocations(pool, {
    onError: (error) => {
      logger.warn(
        { err: error },
        'revocations could not be read; the last known revocations still apply',
      );
    },
  });
  const keyBox = new KeySecretBox(secretKey);
  return {
    authenticator: new ClientAuthenticator(pool),
    keys: new KeyDirectory(pool, keyBox),
    keyAuthenticator: new KeyAuthenticator(pool, keyBox),
    tokenIssuer: new TokenIssuer(secretKey),
    tokenVerifier: new TokenVerifier(secretKey, revocations),
    revocations,
    signingKeys: new SigningKeys(secretKey),
  };
};

/** Creates the services of one API process without connecting to anything. */
export const makeServices = (options: ServiceOptions): ApiServices => {
  const { logger, secretKey, metrics = new Registry() } = options;
  const pool = poolOf(options);
  const eventStore = connectEventStore(options.eventStoreUrl);
  const orders = new OrderRepository(eventStore, { onConflict: countConflicts(metrics) });
  const identity = new LedgerIdentity(eventStore, { giveUpAfterMs: identityWaitMs });
  const actions = new ActionLog(eventStore);
  const clients = new ClientDirectory(pool);
  const verificationRuns = new VerificationRuns(pool);
  return {
    logger,
    actions,
    failedLogIns: new FailedLogIns({ clients, actions, logger }),
    metrics,
    pool,
    eventStore,
    identity,
    orders,
    ledgerState: new LedgerState({ pool, eventStore, orders, identity, logger }),
    personKeys: new PersonKeys(secretKey),
    queries: new OrderQueries(pool),
    positions: new PositionWatch(pool),
    departure: new Departure(),
    clients,
    stores: new StoreDirectory(pool),
    ...accessServices(pool, options),
    endpoints: new EndpointDirectory(pool, new EndpointSecretBox(secretKey)),
    deliveries: new DeliveryLog(pool),
    cards: cardPayments(options.gateway, metrics),
    gatewayWaitMs: options.gatewayWaitMs ?? 10_000,
    ...contractSettings(options),
    verificationRuns,
    verifications: logVerifications(options, verificationRuns),
    targetRules: { allowPrivateTargets: options.webhookAllowPrivateTargets ?? false },
  };
};

/**
 * Creates and connects the services. Also runs the database migrations and creates or updates the
 * bootstrap client.
 */
export const openServices = async (options: ApiOptions): Promise<ApiServices> => {
  const parts = makeServices(options);
  try {
    await migrate(parts.pool, [
      accessMigrations,
      personalDataMigrations,
      readModelMigrations,
      webhookMigrations,
      verificationMigrations,
    ]);
    await parts.personKeys.begin(parts.pool);
    if (options.bootstrap !== undefined) await bootstrapClient(parts.pool, options.bootstrap);
    // The log may belong to another ledger, so this check must run before any event is appended.
    await parts.ledgerState.start();
    await parts.identity.start((error) => {
      parts.logger.warn({ err: error }, 'the identity of the ledger could not be read');
    });
    await tellMisnamedZones(parts);
    await parts.revocations.start();
    parts.positions.start();
    parts.failedLogIns.start();
  } catch (error) {
    await closeServices(parts);
    throw error;
  }
  return parts;
};

const tellMisnamedZones = async ({ stores, logger }: ApiServices): Promise<void> => {
  for (const misnamed of await stores.misnamedZones()) {
    logger.warn(
      misnamed,
      'the time zone of a store has no IANA name; set it with `ledger store zone`',
    );
  }
};

/** Closes what `openServices` opened. Must be called after the last request was answered. */
export const closeServices = async (parts: ApiServices): Promise<void> => {
  parts.identity.stop();
  await Promise.allSettled([
    parts.revocations.stop(),
    parts.positions.stop(),
    parts.ledgerState.stop(),
    parts.failedLogIns.stop(),
    parts.verifications.stop(),
  ]);
  await Promise.allSettled([parts.eventStore.dispose(), parts.pool.end()]);
};
