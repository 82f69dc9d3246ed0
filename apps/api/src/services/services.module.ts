import { Global, Module } from '@nestjs/common';
import type { DynamicModule, InjectionToken } from '@nestjs/common';
import { Registry } from 'prom-client';
import {
  ClientAuthenticator,
  ClientDirectory,
  KeyAuthenticator,
  KeyDirectory,
  OneTimeCodes,
  RequestKeys,
  Revocations,
  SigningKeys,
  StoreDirectory,
  TokenIssuer,
  TokenVerifier,
} from '#access';
import {
  ActionLog,
  LedgerIdentity,
  OrderRepository,
  SettlementRepository,
  LoggedStatements,
} from '#event-log';
import { PersonKeys } from '#personal-data';
import {
  LineQueries,
  OrderQueries,
  PositionWatch,
  SettlementProblems,
  SettlementQueries,
} from '#read-models';
import { DeliveryLog, EndpointDirectory } from '#webhooks';
import { Departure } from '../http/departure.js';
import { FailedLogIns } from './failed-log-ins.js';
import { httpLimits } from '../contract-kit/http-limits.js';
import { LogVerifications } from '../queries/verifications/log-verifications.js';
import { VerificationRuns } from '../queries/verifications/verification-runs.js';
import { EndOfLog } from '../queries/log-end.js';
import { WaitingReads } from '../queries/waiting-reads.js';
import type { ApiServices } from './api-services.js';
import { LedgerState } from './ledger-state.js';
import {
  cardsToken,
  eventStoreToken,
  gatewayWaitToken,
  loggerToken,
  poolToken,
  storeApiToken,
  targetRulesToken,
} from './service-tokens.js';

/** The services of the process by the token under which Nest injects them. */
const servicesByToken = (parts: ApiServices): readonly (readonly [InjectionToken, unknown])[] => [
  [loggerToken, parts.logger],
  [Registry, parts.metrics],
  [poolToken, parts.pool],
  [eventStoreToken, parts.eventStore],
  [ActionLog, parts.actions],
  [FailedLogIns, parts.failedLogIns],
  [LedgerIdentity, parts.identity],
  [OrderRepository, parts.orders],
  [Departure, parts.departure],
  [LedgerState, parts.ledgerState],
  [PersonKeys, parts.personKeys],
  [OrderQueries, parts.queries],
  [SettlementRepository, new SettlementRepository(parts.eventStore)],
  [LoggedStatements, new LoggedStatements(parts.eventStore)],
  [PositionWatch, parts.positions],
  ...[SettlementProblems, SettlementQueries, LineQueries, OneTimeCodes, RequestKeys].map(
    (made) => [made, new made(parts.pool)] as const,
  ),
  [EndOfLog, new EndOfLog(parts.eventStore)],
  [WaitingReads, new WaitingReads(httpLimits.waitingReads)],
  [ClientDirectory, parts.clients],
  [ClientAuthenticator, parts.authenticator],
  [KeyDirectory, parts.keys],
  [KeyAuthenticator, parts.keyAuthenticator],
  [StoreDirectory, parts.stores],
  [VerificationRuns, parts.verificationRuns],
  [LogVerifications, parts.verifications],
  [TokenIssuer, parts.tokenIssuer],
  [TokenVerifier, parts.tokenVerifier],
  [Revocations, parts.revocations],
  [SigningKeys, parts.signingKeys],
  [EndpointDirectory, parts.endpoints],
  [DeliveryLog, parts.deliveries],
  [cardsToken, parts.cards],
  [gatewayWaitToken, parts.gatewayWaitMs],
  [storeApiToken, parts.storeApi],
  [targetRulesToken, parts.targetRules],
];

/** A global Nest module, so that every other module can inject the services of the process. */
@Global()
@Module({})
export class ServicesModule {
  static of(parts: ApiServices): DynamicModule {
    const providers = servicesByToken(parts).map(([provide, useValue]) => ({ provide, useValue }));
    return { module: ServicesModule, providers, exports: providers.map(({ provide }) => provide) };
  }
}
