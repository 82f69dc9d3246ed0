import { Global, Module } from '@nestjs/common';
import type { DynamicModule, Type } from '@nestjs/common';
import { APP_FILTER, APP_GUARD } from '@nestjs/core';
import { CommandsModule } from './commands/commands.module.js';
import { AccessGuard } from './contract-kit/access.guard.js';
import { Authenticator } from './contract-kit/authenticator.js';
import { Contracts } from './contract-kit/contract.js';
import { QueryNamesGuard, RequestHeadGuard } from './contract-kit/request-head.guard.js';
import { HealthController } from './health/health.controller.js';
import { Readiness } from './health/readiness.js';
import { ErrorFilter } from './http/error-answers.js';
import { CommandMetrics } from './metrics/command-metrics.js';
import { StateMetrics } from './metrics/state-metrics.js';
import type { ApiServices } from './services/api-services.js';
import { ServicesModule } from './services/services.module.js';

interface SpokenContracts {
  readonly contracts: Contracts;
  readonly modules: readonly Type[];
  readonly authenticator: Authenticator;
}

/**
 * The root module of the HTTP service: contracts, health checks, metrics, and the guards and the
 * error filter of all routes.
 */
@Global()
@Module({})
export class ApiModule {
  static of(
    services: ApiServices,
    { contracts, modules, authenticator }: SpokenContracts,
  ): DynamicModule {
    return {
      module: ApiModule,
      imports: [ServicesModule.of(services), CommandsModule, ...modules],
      controllers: [HealthController],
      providers: [
        { provide: Contracts, useValue: contracts },
        { provide: Authenticator, useValue: authenticator },
        ...[Readiness, CommandMetrics, StateMetrics],
        // Nest runs these guards in order. The first checks the caller, the second the request's
        // headers, the third the names of the query parameters.
        { provide: APP_GUARD, useClass: AccessGuard },
        { provide: APP_GUARD, useClass: RequestHeadGuard },
        { provide: APP_GUARD, useValue: new QueryNamesGuard(contracts) },
        { provide: APP_FILTER, useValue: new ErrorFilter(contracts, services.logger) },
      ],
      exports: [Authenticator],
    };
  }
}
