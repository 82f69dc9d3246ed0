import 'reflect-metadata';
import type { AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { LedgerProcess } from '#runtime';
import type { ApiOptions } from './api-options.js';
import { createApi } from './create-api.js';
import { httpLimits } from './contract-kit/http-limits.js';
import type { ApiServices } from './services/api-services.js';
import { closeServices, openServices } from './services/make-services.js';

export type { ApiOptions } from './api-options.js';

export type RunningApi = LedgerProcess & { readonly url: string };

/** Starts the HTTP service. Resolves when the service accepts connections. */
export const runApi = async (options: ApiOptions): Promise<RunningApi> => {
  const parts = await openServices(options);
  try {
    const app = await createApi(parts, options);
    await app.listen(options.port, options.host);
    const url = urlOf(app);
    options.logger.info({ url }, 'the API listens');
    const leaveMs = (options.shutdownDelaySeconds ?? 0) * 1_000;
    return running(url, app, { parts, leaveMs });
  } catch (error) {
    await closeServices(parts);
    throw error;
  }
};

const urlOf = (app: NestFastifyApplication): string => {
  const { address, family, port } = app.getHttpServer().address() as AddressInfo;
  return `http://${family === 'IPv6' ? `[${address}]` : address}:${port}`;
};

const running = (
  url: string,
  app: NestFastifyApplication,
  { parts, leaveMs }: { parts: ApiServices; leaveMs: number },
): RunningApi => {
  let end: (ending: Promise<void>) => void = () => undefined;
  const closed = new Promise<void>((resolve) => {
    end = resolve;
  });
  let stopping: Promise<void> | undefined;
  const stop = (): Promise<void> => {
    stopping ??= stopInOrder(app, parts, leaveMs);
    end(stopping);
    return closed;
  };
  return { url, closed, leaveMs, stop };
};

/**
 * Stops the service in steps. For `leaveMs` milliseconds the readiness probe fails but requests are
 * served. Then new requests are refused, and requests in progress have `stopMs` milliseconds to
 * finish. Finally the connections to the event store and PostgreSQL are closed.
 */
const stopInOrder = async (
  app: NestFastifyApplication,
  parts: ApiServices,
  leaveMs: number,
): Promise<void> => {
  parts.departure.leave();
  await delay(leaveMs);
  parts.departure.close();
  const giveUp = setTimeout(() => {
    app.getHttpServer().closeAllConnections();
  }, httpLimits.stopMs);
  try {
    await parts.positions.stop();
    await parts.departure.announceClosing(httpLimits.announceMs);
    await app.close();
  } finally {
    clearTimeout(giveUp);
    await closeServices(parts);
  }
};
