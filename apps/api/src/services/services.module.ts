import { Global, Module } from '@nestjs/common';
import type { DynamicModule, Provider } from '@nestjs/common';
import { Registry } from 'prom-client';
import {
  ClientAuthenticator,
  ClientDirectory,
  KeyAuthenticator,
  KeyDirectory,
  OneTimeCodes,
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

/** A global Nest module, so that every other module can inject the services of the process. */
@Global()
@Module({})
export class ServicesModule {
  static of(parts: ApiServices): DynamicModule {
    const providers: Provider[] = [
      { provide: loggerToken, useValue: parts.logger },
      { provide: Registry, useValue: parts.metrics },
      { provide: poolToken, useValue: parts.pool },
      { provide: eventStoreToken, useValue: parts.eventStore },
      { provide: ActionLog, useValue: parts.actions },
      { provide: FailedLogIns, useValue: parts.failedLogIns },
      { provide: LedgerIdentity, useValue: parts.identity },
      { provide: OrderRepository, useValue: parts.orders },
      { provide: Departure, useValue: parts.departure },
      { provide: LedgerState, useValue: parts.ledgerState },
      { provide: PersonKeys, useValue: parts.personKeys },
      { provide: OrderQueries, useValue: parts.queries },
      { provide: SettlementRepository, useValue: new SettlementRepository(parts.eventStore) },
      { provide: LoggedStatements, useValue: new LoggedStatements(parts.eventStore) },
      { provide: SettlementProblems, useValue: new SettlementProblems(parts.pool) },
      { provide: SettlementQueries, useValue: new SettlementQueries(parts.pool) },
      { provide: LineQueries, useValue: new LineQueries(parts.pool) },
      { provide: PositionWatch, useValue: parts.positions },
      { provide: EndOfLog, useValue: new EndOfLog(parts.eventStore) },
      { provide: WaitingReads, useValue: new WaitingReads(httpLimits.waitingReads) },
      { provide: ClientDirectory, useValue: parts.clients },
      { provide: ClientAuthenticator, useValue: parts.authenticator },
      { provide: KeyDirectory, useValue: parts.keys },
      { provide: KeyAuthenticator, useValue: parts.keyAuthenticator },
      { provide: StoreDirectory, useValue: parts.stores },
      { provide: VerificationRuns, useValue: parts.verificationRuns },
      { provide: LogVerifications, useValue: parts.verifications },
      { provide: OneTimeCodes, useValue: new OneTimeCodes(parts.pool) },
      { provide: TokenIssuer, useValue: parts.tokenIssuer },
      { provide: TokenVerifier, useValue: parts.tokenVerifier },
      { provide: Revocations, useValue: parts.revocations },
      { provide: SigningKeys, useValue: parts.signingKeys },
      { provide: EndpointDirectory, useValue: parts.endpoints },
      { provide: DeliveryLog, useValue: parts.deliveries },
      { provide: cardsToken, useValue: parts.cards },
      { provide: gatewayWaitToken, useValue: parts.gatewayWaitMs },
      { provide: storeApiToken, useValue: parts.storeApi },
      { provide: targetRulesToken, useValue: parts.targetRules },
    ];
    const exported = providers.map((provider) =>
      'provide' in provider ? provider.provide : provider,
    );
    return { module: ServicesModule, providers, exports: exported };
  }
}
