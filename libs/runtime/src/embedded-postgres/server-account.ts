import { spawnSync } from 'node:child_process';
import { statSync } from 'node:fs';

/** The user a server runs as when this process is root, which PostgreSQL refuses to run as. */
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
 * Whom to run the server as: `undefined` for "as ourselves"; as root, the user who owns the cluster already, else the
 * system user `postgres`, made if need be.
 */
export const serverAccount = (clusterDir: string): ServerAccount | undefined =>
  process.getuid?.() === 0 ? (ownerOf(clusterDir) ?? lookUp() ?? create()) : undefined;
