import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { chmodSync, chownSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { Logger } from 'pino';
import { ensureDataDir, makeFolder } from '../instance/data-dir.js';
import type { LedgerProcess } from '../process/run-process.js';
import { keepSecret } from '../settings/secret-key.js';
import {
  type Cluster,
  clusterDir,
  ensureCluster,
  postgresBinaries,
  type PostgresBinaries,
} from './cluster.js';
import { launcher, type Launcher, serverAccount, serverArguments } from './launcher.js';
import { clearOrphan } from './orphan.js';
import { logServerLine, ServerExited, ServerProcess } from './server-process.js';

export interface EmbeddedPostgresOptions {
  readonly dataDir: string;
  /** The port of the server; 0 or absent for a free port. */
  readonly port?: number;
  readonly logger: Logger;
}

export type EmbeddedPostgres = LedgerProcess & {
  readonly url: string;
  readonly pid: number | undefined;
};

const name = 'ledger';
/** The superuser, used only to set up the database and the role of the ledger. */
const superuser = 'ledger';
const owner = 'capture_ledger';
const mostAttempts = 20;
const pauseMs = 500;

const ensureHome = (dataDir: string): string => {
  ensureDataDir(dataDir);
  const home = join(dataDir, 'postgres');
  makeFolder(home);
  return home;
};

const prepare = async (dataDir: string, binaries: PostgresBinaries) => {
  const home = ensureHome(dataDir);
  const account = serverAccount(clusterDir({ home }));
  if (account) chownSync(home, account.uid, account.gid);
  chmodSync(home, 0o700);
  const start = launcher(account, binaries.postgres, home);
  const cluster = { home, user: superuser, password: secretIn(dataDir, 'postgres.password') };
  await ensureCluster(start, binaries.initdb, cluster);
  return { cluster, start, password: secretIn(dataDir, 'postgres-ledger.password') };
};

const secretIn = (dataDir: string, file: string): string =>
  keepSecret(join(dataDir, file), () => randomBytes(24).toString('hex'));

interface Attempt {
  readonly cluster: Cluster;
  /** The password of the ledger's role; `cluster` has the password of the superuser. */
  readonly password: string;
  readonly port: number;
  readonly logger: Logger;
}

const attempt = async (
  start: Launcher,
  binaries: PostgresBinaries,
  { cluster, password, port, logger }: Attempt,
): Promise<EmbeddedPostgres> => {
  const child = start.launch(binaries.postgres, serverArguments(clusterDir(cluster), port));
  const server = new ServerProcess(child, logServerLine(logger));
  const urlOf = (user: string, secret: string): string =>
    `postgres://${user}:${secret}@127.0.0.1:${port}/${name}`;
  try {
    const url = urlOf(cluster.user, cluster.password);
    await server.ready({ url, name, owner: { user: owner, password } });
  } catch (error) {
    await server.stop();
    throw error;
  }
  const url = urlOf(owner, password);
  return { url, pid: server.pid, closed: server.closed, stop: async () => server.stop() };
};

/**
 * Starts the embedded PostgreSQL in `DATA_DIR/postgres`; the first start makes the cluster. If an
 * earlier start was killed, its server is stopped first. The shared memory of that server may be
 * freed only a moment later, so the start is tried several times.
 */
export const startEmbeddedPostgres = async (
  options: EmbeddedPostgresOptions,
): Promise<EmbeddedPostgres> => {
  const { dataDir, logger } = options;
  const binaries = await postgresBinaries();
  const { cluster, start, password } = await prepare(dataDir, binaries);
  if ((await clearOrphan(clusterDir(cluster))) === 'stopped') {
    logger.warn('Stopped a PostgreSQL server that an earlier start had left running');
  }
  for (let count = 1; ; count += 1) {
    try {
      const port =
        options.port === undefined || options.port === 0 ? await freePort() : options.port;
      return await attempt(start, binaries, { cluster, password, port, logger });
    } catch (error) {
      if (!(error instanceof ServerExited && error.retriable) || count === mostAttempts)
        throw error;
      await delay(pauseMs);
    }
  }
};

/** A port on which no process listens at this moment. */
const freePort = async (): Promise<number> => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('No port was given.');
  return address.port;
};
