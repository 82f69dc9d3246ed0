import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { startEmbeddedPostgres } from '#runtime';

const logger = pino({ level: 'silent' });

/**
 * Copies a PostgreSQL data directory. `cp -a` keeps each file's owner and mode, which PostgreSQL
 * checks when it starts.
 */
const copy = (from: string, to: string): void => {
  const { status, stderr } = spawnSync('cp', ['-a', `${from}/.`, to], { encoding: 'utf8' });
  if (status !== 0) throw new Error(`The cluster was not copied: ${stderr}`);
};

const make = async (made: string): Promise<void> => {
  const draft = mkdtempSync(`${made}-`);
  const server = await startEmbeddedPostgres({ dataDir: draft, logger });
  await server.stop();
  try {
    renameSync(draft, made);
  } catch (error) {
    // The rename fails if a spec in another process has made the cluster first. That cluster is
    // used then, and this one is removed.
    if (!existsSync(made)) throw error;
    rmSync(draft, { recursive: true });
  }
};

/**
 * Fills a data directory with a new, empty PostgreSQL cluster. The cluster is made once per test
 * run and then copied, because making one writes and syncs a thousand files. Outside a run of jest
 * the function does nothing, and PostgreSQL makes its cluster at the first start.
 */
export const putCluster = async (dataDir: string): Promise<void> => {
  const folder = process.env['LEDGER_TEST_RUN_FOLDER'];
  if (folder === undefined) return;
  const made = join(folder, 'cluster');
  if (!existsSync(made)) await make(made);
  copy(made, dataDir);
};

/** Makes a data directory with a PostgreSQL cluster and a secret key, as a first start would. */
export const preparedDataDir = async (): Promise<string> => {
  const dataDir = mkdtempSync(join(tmpdir(), 'ledger-system-'));
  await putCluster(dataDir);
  // Makes the secret key here. Otherwise the ledger would find an existing database without a key,
  // and refuse to make a new key for it.
  const key = randomBytes(32).toString('base64');
  writeFileSync(join(dataDir, 'secret.key'), `${key}\n`, { mode: 0o600 });
  return dataDir;
};
