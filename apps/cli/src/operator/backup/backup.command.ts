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
    ? `The backup includes LEDGER_SECRET_KEY (fingerprint ${secretKey.fingerprint}): anybody who has the backup can read customers.`
    : `The backup does not include LEDGER_SECRET_KEY (fingerprint ${secretKey.fingerprint}): keep the key separately. Without it customers cannot be read.`;

/**
 * `ledger backup`: backs up the log and all data that cannot be rebuilt from the log
 * (docs/backup.md).
 */
export const backupCommand = (finish: Finish): Command =>
  new Command('backup')
    .description(
      'Back up the log and the tables that cannot be made from it; the ledger may be running',
    )
    .argument('<dir>', 'an empty directory (created if missing), or one with an interrupted backup')
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
        'The log has events after the backup: customers, clients and webhooks added since the backup are not in the database.',
      ]
    : []),
  ...(erasures === undefined
    ? [`Repeat the erasures made since ${manifest.database.takenAt}: ledger erase --again <file>.`]
    : []),
  'At the next start the worker makes the read models from the log. Then run `ledger verify`.',
];

const keyStep = (dataDir: string): string[] =>
  existsSync(join(dataDir, 'secret.key'))
    ? []
    : ['DATA_DIR has no secret.key: set LEDGER_SECRET_KEY for each start and command.'];

/**
 * `ledger restore`: restores a backup into an installation that has no data yet (docs/backup.md).
 */
export const restoreCommand = (finish: Finish): Command =>
  new Command('restore')
    .description('Restore a backup into an empty DATA_DIR or database; stop the ledger first')
    .argument('<dir>', 'the directory that `ledger backup` wrote')
    .option('--keep-log', 'keep the existing log, if only the database was lost')
    .option(
      '--erasures <file>',
      'output of `ledger erase --list --json` since the backup: these erasures are repeated',
    )
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
