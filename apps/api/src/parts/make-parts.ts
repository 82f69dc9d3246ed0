import { Registry } from 'prom-client';
import {
  ClientAuthenticator,
  ClientDirectory,
  Revocations,
  StoreDirectory,
  TokenIssuer,
  TokenVerifier,
} from '#access';
import { ActionLog, LedgerIdentity, OrderRepository, connectEventStore } from '#event-log';
import { PersonKeys } from '#personal-data';
import { OrderQueries, PositionWatch } from '#read-models';
import { openPool } from '#runtime';
import { DeliveryLog, EndpointDirectory, SecretBox } from '#webhooks';
import type { ApiOptions, EdgeOptions } from '../api-options.js';
import { Departure } from '../http/departure.js';
import { FailedLogIns } from '../actions/failed-log-ins.js';
import { countConflicts } from '../metrics/count-conflicts.js';
import type { ApiParts } from './api-parts.js';
import { LedgerState } from './ledger-state.js';

const poolLimits = {
  max: 20,
  connectionTimeoutMillis: 5_000,
  idleTimeoutMillis: 30_000,
  statement_timeout: 15_000,
  query_timeout: 20_000,
  keepAlive: true,
};

/** A start without an event store goes on after this, with reads; the identity is then read when there is one. */
const identityWaitMs = 3_000;

/** Makes everything one API process works with; nothing is connected yet. */
export const makeParts = (
  options: Omit<ApiOptions, 'host' | 'port' | keyof EdgeOptions | 'bootstrap'>,
): ApiParts => {
  const { logger, secretKey, metrics = new Registry() } = options;
  const connection = { connectionString: options.databaseUrl, ...poolLimits };
  const pool = openPool(connection, (reason) => {
    logger.warn({ reason }, 'a connection to PostgreSQL was lost');
  });
  const revocations = new Revocations(pool, {
    onError: (error) => {
      logger.warn({ err: error }, 'revocations could not be read; the last known ones hold');
    },
  });
  const eventStore = connectEventStore(options.eventStoreUrl);
  const orders = new OrderRepository(eventStore, { onConflict: countConflicts(metrics) });
  const identity = new LedgerIdentity(eventStore, { giveUpAfterMs: identityWaitMs });
  const actions = new ActionLog(eventStore);
  const clients = new ClientDirectory(pool);
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
    authenticator: new ClientAuthenticator(pool),
    stores: new StoreDirectory(pool),
    tokenIssuer: new TokenIssuer(secretKey),
    tokenVerifier: new TokenVerifier(secretKey, revocations),
    revocations,
    endpoints: new EndpointDirectory(pool, new SecretBox(secretKey)),
    deliveries: new DeliveryLog(pool),
    targetRules: { allowPrivateTargets: options.webhookAllowPrivateTargets ?? false },
  };
};
