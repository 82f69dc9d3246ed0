import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { runningInstance } from '#runtime';
import type { BenchOptions } from '../bench-options.js';
import { StartedSystem } from './started-system.js';
import { assertLoopback, processPids, type Target } from './target.js';

const notOurs = { restart: undefined, stop: () => Promise.resolve() };

/**
 * Returns the running instance that has this data directory (`--data-dir`) as the system to
 * measure. The bench calls it as the client `demo`, which `ledger up` created there, unless the
 * command line names a client.
 */
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
    pids: () => processPids(dataDir),
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

/** Returns the target that the command line names, or else starts a new system. */
export const openTarget = async (options: BenchOptions): Promise<Target> => {
  if (options.dataDir !== undefined) return instanceOn(resolve(options.dataDir), options);
  return options.url === undefined ? StartedSystem.start() : remote(options.url, options);
};

const answerWithinMs = 30_000;

/**
 * Asks the measured ledger for the UUID from which it derives order ids, so that the bench can
 * compute the id of an order from its number. The client needs the scope `admin`.
 */
export const fetchOrderNamespace = async ({ url }: Target, token: string): Promise<string> => {
  const answer = await fetch(`${url}/v1/audit/identity`, {
    headers: { authorization: `Bearer ${token}` },
    signal: AbortSignal.timeout(answerWithinMs),
  });
  if (answer.status !== 200)
    throw new Error(`The API did not say its identity (${answer.status}).`);
  const { orderNamespace } = (await answer.json()) as { orderNamespace: string };
  return orderNamespace;
};

/** Gets an access token for the client of the target. A token is valid for an hour. */
export const fetchToken = async ({ url, clientId, clientSecret }: Target): Promise<string> => {
  const answer = await fetch(`${url}/oauth2/v2.0/token`, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'client_credentials',
      client_id: clientId,
      client_secret: clientSecret,
    }),
    signal: AbortSignal.timeout(answerWithinMs),
  });
  if (answer.status !== 200) throw new Error(`The API gave no token (${answer.status}).`);
  const { access_token: token } = (await answer.json()) as { access_token: string };
  return token;
};
