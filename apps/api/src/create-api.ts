import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { ThrottledWarnings } from '#runtime';
import type { EdgeOptions } from './api-options.js';
import { ApiModule } from './api.module.js';
import { contractEnvelopes } from './contracts/contract-envelopes.js';
import { fastifyAdapter } from './http/fastify-adapter.js';
import { HttpMetrics } from './metrics/http-metrics.js';
import { NestLog } from './nest-log.js';
import { serveDescription } from './openapi/serve-description.js';
import type { ApiServices } from './services/api-services.js';

/** The HTTP application around its parts, ready to listen. */
export const createApi = async (
  parts: ApiServices,
  edge: EdgeOptions = {},
): Promise<NestFastifyApplication> => {
  const app = await NestFactory.create<NestFastifyApplication>(
    ApiModule.of(parts, contractEnvelopes),
    fastifyAdapter(contractEnvelopes, {
      warnings: new ThrottledWarnings(parts.logger),
      tokens: parts.tokenVerifier,
      departure: parts.departure,
      ...(edge.trustedProxies && { trustedProxies: edge.trustedProxies }),
      metrics: new HttpMetrics(parts.metrics, (url) => contractEnvelopes.contractOf(url)),
    }),
    // eslint-disable-next-line @typescript-eslint/no-unsafe-class-instance-assignment -- Nest's options are a class only in name.
    { bodyParser: false, logger: new NestLog(parts.logger), abortOnError: false },
  );
  if (edge.docs ?? true) serveDescription(app, edge.publicUrl);
  await app.init();
  return app;
};
