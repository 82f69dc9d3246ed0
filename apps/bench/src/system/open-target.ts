import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { runningInstance } from '#runtime';
import type { BenchOptions } from '../bench-options.js';
import { assertLoopback } from './loopback.js';
import { partPids } from './part-pids.js';
import { StartedSystem } from './started-system.js';
import type { Target } from './target.js';

const notOurs = { restart: undefined, stop: () => Promise.resolve() };

/** The instance on a DATA_DIR; its demo client is the one that `up` made. */
const instanceOn = (dataDir: string, options: BenchOptions): Target => {
  const run = runningInstance(dataDir);
  if (run?.url === undefined) throw new Error(`No instance runs on ${dataDir}.`);
  const secret = options.secret ?? readFileSync(join(dataDir, 'client.secret'), 'utf8').trim();
  assertLoopback([run.url, run.eventStoreUrl]);
  return {
    ...notOurs,
    url: run.url,
    clientId: options.client ?? 'demo',
    clientSecret: secret,
    eventStoreUrl: run.eventStoreUrl,
    databaseUrl: run.databaseUrl,
    dataDir,
    pids: () => partPids(dataDir),
  };
};

const remote = (url: string, options: BenchOptions): Target => {
  const { client, secret, eventStore, database } = options;
  if (client === undefined || secret === undefined) {
    throw new Error('--url needs --client and --secret.');
  }
  assertLoopback([url, eventStore]);
  return {
    ...notOurs,
    url: new URL(url).origin,
    clientId: client,
    clientSecret: secret,
    eventStoreUrl: eventStore,
    databaseUrl: database,
    dataDir: undefined,
    pids: () => ({}),
  };
};

/** What the command line names, else a system of the bench's own. */
export const openTarget = async (options: BenchOptions): Promise<Target> => {
  if (options.dataDir !== undefined) return instanceOn(resolve(options.dataDir), options);
  return options.url === undefined ? StartedSystem.start() : remote(options.url, options);
};
