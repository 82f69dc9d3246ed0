import { type ChildProcess, spawn, type SpawnOptions, spawnSync } from 'node:child_process';
import { statSync } from 'node:fs';

/** Starts PostgreSQL's programs under an account that can run them. */
export interface Launcher {
  readonly account: ServerAccount | undefined;
  launch(file: string, args: readonly string[]): ChildProcess;
}

interface Way {
  readonly prefix: readonly string[];
  readonly identity: Partial<ServerAccount>;
}

/**
 * The environment of PostgreSQL's programs. The ledger's keys are left out, and so are the
 * variables that change the programs' settings (`PG*`). `LC_ALL` makes the messages English.
 */
const environment = { PATH: process.env['PATH'], LC_ALL: 'C', TZ: 'UTC' };

/**
 * The programs are detached: a Ctrl-C on the terminal reaches the whole process group, but the
 * server has to run until its clients have stopped. The working directory is `/`, because every
 * account can enter it.
 */
const options = (identity: Partial<ServerAccount>): SpawnOptions => ({
  ...identity,
  env: environment,
  cwd: '/',
  detached: true,
  stdio: ['ignore', 'pipe', 'pipe'],
});

/**
 * Changes to the server's user but keeps one capability of root. With this capability the server
 * can pass through directories that its user may not enter.
 */
const withCapability = (account: ServerAccount, capability: string): Way => ({
  prefix: [
    'setpriv',
    `--reuid=${account.uid}`,
    `--regid=${account.gid}`,
    '--clear-groups',
    `--inh-caps=+${capability}`,
    `--ambient-caps=+${capability}`,
    // PostgreSQL's programs check their access with access(2). Without this bit, access(2) ignores
    // the capability, because the user is not root.
    '--securebits=+no_setuid_fixup',
  ],
  identity: {},
});

const reaches = (way: Way, program: string, directory: string): boolean => {
  const probe = ['/bin/sh', '-c', 'test -x "$1" && cd "$2"', 'sh', program, directory];
  const [command = '', ...args] = [...way.prefix, ...probe];
  const { status } = spawnSync(command, args, { ...way.identity, cwd: '/', stdio: 'ignore' });
  return status === 0;
};

const unreachable = (program: string, directory: string): Error =>
  new Error(
    `Running as root, PostgreSQL has to run as another user, and that user cannot reach ${program} ` +
      `or ${directory}, because a directory above is closed to it; passing it needs the program ` +
      '"setpriv" (util-linux) and the capability DAC_READ_SEARCH or DAC_OVERRIDE. Put the checkout ' +
      'and DATA_DIR where other users may enter, run as an ordinary user, or set DATABASE_URL.',
  );

const chooseWay = (account: ServerAccount, program: string, directory: string): Way => {
  const ways: readonly Way[] = [
    { prefix: [], identity: account },
    withCapability(account, 'dac_read_search'),
    withCapability(account, 'dac_override'),
  ];
  const way = ways.find((candidate) => reaches(candidate, program, directory));
  if (way === undefined) throw unreachable(program, directory);
  return way;
};

/**
 * Makes the launcher for an account; `undefined` means the account of this process. If this process
 * is root, the account may be unable to enter a directory such as /root. The launched program then
 * keeps a capability of root. If that is impossible, the error says what to do.
 */
export const launcher = (
  account: ServerAccount | undefined,
  program: string,
  directory: string,
): Launcher => {
  const way =
    account === undefined ? { prefix: [], identity: {} } : chooseWay(account, program, directory);
  return {
    account,
    launch: (file, args) => {
      const [command = '', ...rest] = [...way.prefix, file, ...args];
      return spawn(command, rest, options(way.identity));
    },
  };
};

/** The user that the server runs as if this process is root: PostgreSQL refuses to run as root. */
export interface ServerAccount {
  readonly uid: number;
  readonly gid: number;
}

const accountName = 'postgres';

const numberOf = (flag: '-u' | '-g'): number | undefined => {
  const { status, stdout } = spawnSync('id', [flag, accountName], { encoding: 'utf8' });
  return status === 0 ? Number(stdout.trim()) : undefined;
};

const lookUp = (): ServerAccount | undefined => {
  const uid = numberOf('-u');
  const gid = numberOf('-g');
  return uid === undefined || gid === undefined ? undefined : { uid, gid };
};

const create = (): ServerAccount => {
  spawnSync('groupadd', ['--system', accountName]);
  const made = spawnSync(
    'useradd',
    ['--system', '--gid', accountName, '--no-create-home', '--shell', '/bin/false', accountName],
    { encoding: 'utf8' },
  );
  const account = lookUp();
  if (account === undefined) {
    throw new Error(
      `PostgreSQL does not run as root, and the user "${accountName}" could not be made ` +
        `(${made.error?.message ?? made.stderr.trim()}). ` +
        'Run as an ordinary user, create that user, or set DATABASE_URL.',
    );
  }
  return account;
};

const ownerOf = (clusterDir: string): ServerAccount | undefined => {
  const stats = statSync(clusterDir, { throwIfNoEntry: false });
  return stats === undefined || stats.uid === 0 ? undefined : { uid: stats.uid, gid: stats.gid };
};

/**
 * The account to run the server as; `undefined` means the account of this process. If this process
 * is root, the server runs as the owner of the cluster, because PostgreSQL refuses to run as root.
 * Without a cluster, the server runs as the system user `postgres`, which is created if necessary.
 */
export const serverAccount = (clusterDir: string): ServerAccount | undefined =>
  process.getuid?.() === 0 ? (ownerOf(clusterDir) ?? lookUp() ?? create()) : undefined;

/**
 * Settings of the embedded server. The server writes durably, because a checkpoint must not be lost
 * after it was acknowledged. The server listens only on TCP at the loopback interface, and uses
 * little memory.
 */
const parameters: Readonly<Record<string, string>> = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  fsync: 'on',
  synchronous_commit: 'on',
  full_page_writes: 'on',
  shared_buffers: '64MB',
  max_connections: '60',
  max_wal_size: '512MB',
  jit: 'off',
  timezone: 'UTC',
  log_timezone: 'UTC',
  log_line_prefix: '',
  log_checkpoints: 'off',
  // Statements and error details may contain customers' data, which must not get into the log.
  log_min_error_statement: 'panic',
  log_error_verbosity: 'terse',
};

export const serverArguments = (directory: string, port: number): string[] => [
  '-D',
  directory,
  '-p',
  String(port),
  ...Object.entries(parameters).flatMap(([name, value]) => ['-c', `${name}=${value}`]),
];
