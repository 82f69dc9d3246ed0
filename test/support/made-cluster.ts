import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { startEmbeddedPostgres } from '#runtime';

const logger = pino({ level: 'silent' });

/**
 * `cp -a` keeps the owner and the mode of each file. PostgreSQL refuses to start with another owner
 * or mode.
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
    // Another spec that runs at the same time has made the cluster in the meantime, so this copy is
    // not needed.
    if (!existsSync(made)) throw error;
    rmSync(draft, { recursive: true });
  }
};

/**
 * Puts a new, empty PostgreSQL cluster into a data directory, as a first start would. The cluster
 * is made once for all specs of a run and then copied, because making a cluster writes and syncs a
 * thousand files. Does nothing outside a run of jest.
 */
export const putCluster = async (dataDir: string): Promise<void> => {
  const folder = process.env['LEDGER_TEST_RUN_FOLDER'];
  if (folder === undefined) return;
  const made = join(folder, 'cluster');
  if (!existsSync(made)) await make(made);
  copy(made, dataDir);
};

/**
 * Makes a new data directory with a cluster and a secret key, as after the first start of a system.
 */
export const preparedDataDir = async (): Promise<string> => {
  const dataDir = mkdtempSync(join(tmpdir(), 'ledger-system-'));
  await putCluster(dataDir);
  // The key is made here, because the ledger refuses to make a new key for an existing database.
  const key = randomBytes(32).toString('base64');
  writeFileSync(join(dataDir, 'secret.key'), `${key}\n`, { mode: 0o600 });
  return dataDir;
};
