import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Command } from 'commander';
import { loadSettings } from '#runtime';
import { exitCode, type Finish } from '../../exit-code.js';
import { printJson, printLines } from '../print.js';
import { readErasures } from '../erase.command.js';
import type { HashedManifest } from './backup-manifest.js';
import { makeBackup } from './make-backup.js';
import { restoreBackup, type RestoreResult } from './restore-backup.js';

interface BackupOptions {
  readonly json?: boolean;
  readonly withSecretKey?: boolean;
}

interface RestoreOptions {
  readonly json?: boolean;
  readonly keepLog?: boolean;
  readonly erasures?: string;
}

const contentOf = ({ manifest: { log, database } }: HashedManifest): string => {
  const rows = database.tables.reduce((sum, table) => sum + table.rows, 0);
  const events =
    log.kind === 'files'
      ? `${log.events} events to position ${log.end}`
      : `the log in EventStoreDB, which ended at position ${log.position}`;
  return `${events}; ${rows} rows in ${database.tables.length} tables`;
};

const keyLine = ({ manifest: { secretKey } }: HashedManifest): string =>
  secretKey.included
    ? `LEDGER_SECRET_KEY is in it (fingerprint ${secretKey.fingerprint}): whoever has the backup can read customers.`
    : `LEDGER_SECRET_KEY is not in it (fingerprint ${secretKey.fingerprint}): keep it apart; without it customers cannot be read.`;

/**
 * `ledger backup`: backs up the log and all data that cannot be rebuilt from the log
 * (docs/backup.md).
 */
export const backupCommand = (finish: Finish): Command =>
  new Command('backup')
    .description('Back up the log and what cannot be made from it, also while the ledger runs')
    .argument('<dir>', 'an empty directory, made if missing, or one with a backup broken off')
    .option('--with-secret-key', 'put LEDGER_SECRET_KEY into the backup')
    .option('--json', 'answer in JSON')
    .action(async (dir: string, { json, withSecretKey = false }: BackupOptions) => {
      const directory = resolve(dir);
      const made = await makeBackup({ settings: loadSettings(), directory, withSecretKey });
      if (json) printJson({ ...made.manifest, sha256: made.sha256 });
      else {
        printLines([`${contentOf(made)}: ${directory}`, keyLine(made), `Manifest ${made.sha256}`]);
      }
      finish(exitCode.done);
    });

const nextSteps = ({ manifest, isLogNewer }: RestoreResult, erasures?: string): string[] => [
  ...(isLogNewer
    ? [
        'The log goes on after the backup: customers, clients and webhooks that came since are not in the database.',
      ]
    : []),
  ...(erasures === undefined
    ? [
        `Erase again what was erased since ${manifest.database.takenAt}: ledger erase --again <file>.`,
      ]
    : []),
  'The worker makes the read models from the log at the next start. Then run `ledger verify`.',
];

const keyStep = (dataDir: string): string[] =>
  existsSync(join(dataDir, 'secret.key'))
    ? []
    : ['DATA_DIR has no secret.key: LEDGER_SECRET_KEY has to be set for each start and command.'];

/**
 * `ledger restore`: restores a backup into an installation that has no data yet (docs/backup.md).
 */
export const restoreCommand = (finish: Finish): Command =>
  new Command('restore')
    .description('Put a backup where no log and no database is, while nothing runs')
    .argument('<dir>', 'what `backup` made')
    .option('--keep-log', 'only the database was lost: keep the log that is there')
    .option('--erasures <file>', 'what `erase --list --json` wrote since: it is not brought back')
    .option('--json', 'answer in JSON')
    .action(async (dir: string, { json, keepLog = false, erasures }: RestoreOptions) => {
      const settings = loadSettings();
      const restored = await restoreBackup({
        settings,
        directory: resolve(dir),
        keepLog,
        erasures: erasures === undefined ? [] : readErasures(erasures),
      });
      const { manifest, sha256, isLogNewer } = restored;
      if (json) printJson({ ...manifest, sha256, isLogNewer });
      else {
        const steps = [...keyStep(settings.dataDir), ...nextSteps(restored, erasures)];
        printLines([`Restored ${contentOf(restored)}.`, ...steps]);
      }
      finish(exitCode.done);
    });
