import type { Pool } from 'pg';
import type { Registry } from 'prom-client';
import type {
  ClientAuthenticator,
  ClientDirectory,
  KeyAuthenticator,
  KeyDirectory,
  Revocations,
  SigningKeys,
  StoreDirectory,
  TokenIssuer,
  TokenVerifier,
} from '#access';
import type { ActionLog, EventStore, LedgerIdentity, OrderRepository } from '#event-log';
import type { PersonKeys } from '#personal-data';
import type { OrderQueries, PositionWatch } from '#read-models';
import type { Logger } from '#runtime';
import type { CredentialRules } from '../contract-kit/authentication.js';
import type { Departure } from '../http/departure.js';
import type { LogVerifications } from '../queries/verifications/log-verifications.js';
import type { VerificationRuns } from '../queries/verifications/verification-runs.js';
import type { CardPayments } from './service-tokens.js';
import type { LedgerState } from './ledger-state.js';
import type { StoreApi } from './store-api.js';
import type { DeliveryLog, EndpointDirectory, TargetRules } from '#webhooks';
import type { FailedLogIns } from './failed-log-ins.js';

/**
 * The long-lived objects of an API process. These objects are created once at start and shared by
 * all requests.
 */
export interface ApiServices {
  readonly logger: Logger;
  readonly metrics: Registry;
  readonly pool: Pool;
  readonly eventStore: EventStore;
  readonly actions: ActionLog;
  readonly failedLogIns: FailedLogIns;
  readonly identity: LedgerIdentity;
  readonly orders: OrderRepository;
  readonly personKeys: PersonKeys;
  readonly ledgerState: LedgerState;
  readonly queries: OrderQueries;
  readonly positions: PositionWatch;
  readonly departure: Departure;
  readonly clients: ClientDirectory;
  readonly authenticator: ClientAuthenticator;
  readonly keys: KeyDirectory;
  readonly keyAuthenticator: KeyAuthenticator;
  readonly stores: StoreDirectory;
  readonly tokenIssuer: TokenIssuer;
  readonly tokenVerifier: TokenVerifier;
  readonly revocations: Revocations;
  readonly signingKeys: SigningKeys;
  readonly endpoints: EndpointDirectory;
  readonly deliveries: DeliveryLog;
  readonly verificationRuns: VerificationRuns;
  readonly verifications: LogVerifications;
  readonly targetRules: TargetRules;
  readonly cards: CardPayments;
  /** Milliseconds that a request waits at most for an outcome from the card gateway. */
  readonly gatewayWaitMs: number;
  readonly storeApi: StoreApi;
  readonly credentialRules: CredentialRules;
}
