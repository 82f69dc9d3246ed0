import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { createSandboxServer, type SandboxLogger } from './http/server.js';
import { defaultLimits, type SandboxLimits } from './sandbox-limits.js';
import { SandboxStore } from './store.js';

export type { SandboxLogger } from './http/server.js';
export type { SandboxLimits } from './sandbox-limits.js';

export interface SandboxOptions {
  readonly host: string;
  /**
   * The port to listen on. With 0, the sandbox listens on the port of its last start with these
   * data, or on a free port at the first start.
   */
  readonly port: number;
  readonly dataDir: string;
  readonly logger?: SandboxLogger;
  readonly limits?: Partial<SandboxLimits>;
}

export interface GatewaySandbox {
  readonly url: string;
  /** Resolves when the sandbox has stopped. */
  readonly closed: Promise<void>;
  stop(): Promise<void>;
}

/**
 * A card gateway that answers the calls of the ledger as Stripe does (cards.md, "The sandbox"). The
 * effect of a request is on the disk before its answer is sent.
 */
export const runGatewaySandbox = async (options: SandboxOptions): Promise<GatewaySandbox> => {
  const port = options.port === 0 ? keptPort(options.dataDir) : undefined;
  if (port === undefined) return start(options);
  try {
    return await start({ ...options, port });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error;
    return start(options);
  }
};

const start = async (options: SandboxOptions): Promise<GatewaySandbox> => {
  const limits = { ...defaultLimits, ...options.limits };
  mkdirSync(options.dataDir, { recursive: true, mode: 0o700 });
  const store = new SandboxStore(options.dataDir, limits);
  let url = '';
  const app = createSandboxServer({ store, limits, logger: options.logger, url: () => url });
  try {
    await app.listen({ host: options.host, port: options.port });
  } catch (error) {
    await store.close();
    throw error;
  }
  const { port } = app.server.address() as AddressInfo;
  url = `http://${options.host.includes(':') ? `[${options.host}]` : options.host}:${port}`;
  keepPort(options.dataDir, port);
  options.logger?.info({ url }, 'The gateway sandbox is ready');
  let end: () => void = () => undefined;
  const closed = new Promise<void>((resolve) => {
    end = resolve;
  });
  let stopping: Promise<void> | undefined;
  const stop = async (): Promise<void> => {
    await app.close();
    await store.close();
    end();
  };
  return { url, closed, stop: async () => (stopping ??= stop()) };
};

const fileIn = (dataDir: string): string => join(dataDir, 'port');

/** The port of the last start with these data; `undefined` at the first start. */
export const keptPort = (dataDir: string): number | undefined => {
  const file = fileIn(dataDir);
  const port = existsSync(file) ? Number(readFileSync(file, 'utf8')) : Number.NaN;
  return Number.isInteger(port) && port > 0 && port < 65_536 ? port : undefined;
};

/**
 * Stores the port for the next start, because receipt URLs in the ledger's log contain the port.
 */
export const keepPort = (dataDir: string, port: number): void => {
  if (keptPort(dataDir) !== port) writeFileSync(fileIn(dataDir), `${port}\n`);
};
