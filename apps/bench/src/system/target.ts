import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readRunFile } from '#runtime';
import type { ProcessPids } from '../measure/usage.js';

/**
 * The measured system. If a URL or the folder is undefined, the measurements and checks that need
 * it are left out, and the report says so.
 */
export interface Target {
  readonly url: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly eventStoreUrl: string | undefined;
  readonly databaseUrl: string | undefined;
  readonly dataDir: string | undefined;
  /** Returns the current process ids. After the restart of a process, its id is different. */
  readonly pids: () => ProcessPids;
  /**
   * Ends a process and waits until it is started again; undefined if the bench did not start the
   * system.
   */
  readonly restart: ((part: string) => Promise<void>) | undefined;
  readonly stop: () => Promise<void>;
}

const postmasterPid = (dataDir: string): number | undefined => {
  try {
    const file = join(dataDir, 'postgres', 'data', 'postmaster.pid');
    return Number(readFileSync(file, 'utf8').split('\n', 1)[0]);
  } catch {
    return undefined;
  }
};

/**
 * The process ids of the instance on this folder. `postgres` is the database server itself, not the
 * process that started it. `up` is counted too, because it forwards the log lines of all processes.
 */
export const processPids = (dataDir: string): ProcessPids => {
  const run = readRunFile(dataDir);
  if (run === undefined) return {};
  const server = postmasterPid(dataDir);
  const parts = Object.entries(run.parts).map(([part, { pid }]) => [part, pid] as const);
  return {
    ...Object.fromEntries(parts),
    ...(server === undefined ? {} : { postgres: server }),
    up: run.pid,
  };
};

const loopback = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/;

/**
 * True if a URL leads to this machine. The bench sends as many requests as it can, which must not
 * burden a network.
 */
export const isLoopback = (url: string): boolean => loopback.test(new URL(url).hostname);

/** Throws if one of the given URLs does not lead to this machine. */
export const assertLoopback = (urls: readonly (string | undefined)[]): void => {
  for (const url of urls) {
    if (url !== undefined && !isLoopback(url)) throw new Error(`${new URL(url).host} is not here.`);
  }
};
