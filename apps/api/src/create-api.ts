import type { LoggerService, Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { type Logger, ThrottledWarnings } from '#runtime';
import type { EdgeOptions } from './api-options.js';
import { ApiModule } from './api.module.js';
import { builtConsole, readConsole, serveConsole, startPage } from './console/serve-console.js';
import { Authenticator } from './contract-kit/authenticator.js';
import { contracts as allContracts } from './contracts/contracts.js';
import { fastifyAdapter } from './http/fastify-adapter.js';
import { HttpMetrics } from './metrics/http-metrics.js';
import { serveDescription } from './openapi/serve-description.js';
import type { ApiServices } from './services/api-services.js';

/**
 * Builds the HTTP application from its services. The application is ready, but does not listen yet.
 */
export const createApi = async (
  services: ApiServices,
  edge: EdgeOptions = {},
): Promise<NestFastifyApplication> => {
  const { contracts = allContracts } = edge;
  const authenticator = new Authenticator(contracts, services);
  const console = edge.console === false ? undefined : readConsole(builtConsole);
  const modules: Type[] = [];
  for (const contract of contracts.all) modules.push(await contract.module());
  const app = await NestFactory.create<NestFastifyApplication>(
    ApiModule.of(services, { contracts, modules, authenticator }),
    fastifyAdapter(contracts, {
      warnings: new ThrottledWarnings(services.logger),
      authenticator,
      departure: services.departure,
      startPage: console && startPage,
      ...(edge.trustedProxies && { trustedProxies: edge.trustedProxies }),
      ...(edge.origins && { origins: edge.origins }),
      metrics: new HttpMetrics(services.metrics, (url) => contracts.nameOf(url)),
    }),
    // eslint-disable-next-line @typescript-eslint/no-unsafe-class-instance-assignment -- Nest's options are a class only in name.
    { bodyParser: false, logger: new NestLog(services.logger), abortOnError: false },
  );
  if (edge.docs ?? true) serveDescription(app, edge.publicUrl);
  if (console !== undefined) serveConsole(app, contracts, console);
  await app.init();
  return app;
};

/**
 * Writes the log lines of Nest to the log of the process. Nest's informational lines, such as those
 * at start-up, are written at level debug.
 */
class NestLog implements LoggerService {
  constructor(private readonly logger: Logger) {}

  log(message: unknown, ...details: unknown[]): void {
    this.logger.debug({ details }, String(message));
  }

  warn(message: unknown, ...details: unknown[]): void {
    this.logger.warn({ details }, String(message));
  }

  error(message: unknown, ...details: unknown[]): void {
    this.logger.error({ details }, String(message));
  }

  fatal(message: unknown, ...details: unknown[]): void {
    this.logger.fatal({ details }, String(message));
  }
}
