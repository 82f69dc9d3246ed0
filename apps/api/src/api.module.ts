import { Module } from '@nestjs/common';
import type { DynamicModule } from '@nestjs/common';
import { APP_FILTER, APP_GUARD } from '@nestjs/core';
import { AccessGuard } from './contract-kit/access.guard.js';
import { contractModules } from './contracts/contract-modules.js';
import { HealthModule } from './health/health.module.js';
import type { Contracts } from './contract-kit/contract.js';
import { QueryNamesGuard } from './contract-kit/query-names.guard.js';
import { RequestHeadGuard } from './http/request-head.guard.js';
import { ErrorFilter } from './http/error.filter.js';
import { MetricsModule } from './metrics/metrics.module.js';
import { OauthModule } from './oauth/oauth.module.js';
import type { ApiServices } from './services/api-services.js';
import { ServicesModule } from './services/services.module.js';

/** The HTTP service: the contracts, the token endpoint, health, and what holds for all routes. */
@Module({})
export class ApiModule {
  static of(parts: ApiServices, envelopes: Contracts): DynamicModule {
    return {
      module: ApiModule,
      imports: [
        ServicesModule.of(parts),
        OauthModule,
        HealthModule,
        MetricsModule,
        ...contractModules,
      ],
      providers: [
        // Guards run in this order: who calls, then what its headers and its query say.
        { provide: APP_GUARD, useClass: AccessGuard },
        { provide: APP_GUARD, useClass: RequestHeadGuard },
        { provide: APP_GUARD, useValue: new QueryNamesGuard(envelopes) },
        { provide: APP_FILTER, useValue: new ErrorFilter(envelopes, parts.logger) },
      ],
    };
  }
}
