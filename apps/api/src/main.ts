import 'reflect-metadata';
import type { AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { RunningPart } from '#runtime';
import type { ApiOptions } from './api-options.js';
import { createApi } from './create-api.js';
import { httpLimits } from './http/http-limits.js';
import type { ApiParts } from './parts/api-parts.js';
import { closeParts, openParts } from './parts/open-parts.js';

export type { ApiOptions } from './api-options.js';

/** The API, listening. */
export type RunningApi = RunningPart & { readonly url: string };

/** Starts the HTTP service; resolves when it listens. */
export const runApi = async (options: ApiOptions): Promise<RunningApi> => {
  const parts = await openParts(options);
  try {
    const app = await createApi(parts, options);
    await app.listen(options.port, options.host);
    const url = urlOf(app);
    options.logger.info({ url }, 'the API listens');
    const leaveMs = (options.shutdownDelaySeconds ?? 0) * 1_000;
    return running(url, app, { parts, leaveMs });
  } catch (error) {
    await closeParts(parts);
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
  { parts, leaveMs }: { parts: ApiParts; leaveMs: number },
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
 * Says that it leaves, and serves for so long what still comes; then stops accepting, lets what is in flight finish within a
 * bound, and lets go of the parts.
 */
const stopInOrder = async (
  app: NestFastifyApplication,
  parts: ApiParts,
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
    await parts.departure.lastWords(httpLimits.lastWordsMs);
    await app.close();
  } finally {
    clearTimeout(giveUp);
    await closeParts(parts);
  }
};
