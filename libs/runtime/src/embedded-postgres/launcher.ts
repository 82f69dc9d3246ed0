import { spawn, spawnSync } from 'node:child_process';
import type { ChildProcess, SpawnOptions } from 'node:child_process';
import type { ServerAccount } from './server-account.js';

/** Starts PostgreSQL's programs under the right account and rights. */
export interface Launcher {
  readonly account: ServerAccount | undefined;
  launch(file: string, args: readonly string[]): ChildProcess;
}

interface Way {
  readonly prefix: readonly string[];
  readonly identity: Partial<ServerAccount>;
}

/** Nothing of ours (keys, other PG* variables) reaches the server; messages are in English. */
const environment = { PATH: process.env['PATH'], LC_ALL: 'C', TZ: 'UTC' };

/**
 * Detached: a Ctrl-C on the terminal goes to the whole process group, and the server must outlive its clients. The
 * working directory is one that every account can enter.
 */
const options = (identity: Partial<ServerAccount>): SpawnOptions => ({
  ...identity,
  env: environment,
  cwd: '/',
  detached: true,
  stdio: ['ignore', 'pipe', 'pipe'],
});

/** Keeps one right across the change of user, so that directories closed to that user can be passed. */
const withCapability = (account: ServerAccount, capability: string): Way => ({
  prefix: [
    'setpriv',
    `--reuid=${account.uid}`,
    `--regid=${account.gid}`,
    '--clear-groups',
    `--inh-caps=+${capability}`,
    `--ambient-caps=+${capability}`,
    // Without it access(2), which PostgreSQL's programs use, ignores the capability for a user other than root.
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
 * The launcher for `account` (`undefined`: as ourselves). As root, a checkout or DATA_DIR below a directory such as
 * /root is handled by a capability kept across the change of user; if that is impossible the error says what to do.
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
