import { existsSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { Command } from 'commander';
import { exitCode, type Finish, WrongUsage } from '../../exit-code.js';

interface Options {
  readonly order?: string;
  readonly store?: string;
  readonly export?: string;
  readonly seal?: string;
  readonly manifest?: string;
  readonly certificate?: readonly string[];
  readonly json?: boolean;
}

const checkHash = (option: string, hash: string | undefined): void => {
  if (hash === undefined || /^[0-9a-f]{64}$/.test(hash)) return;
  throw new WrongUsage(`${option}: "${hash}" is not a SHA-256 in 64 hexadecimal digits`);
};

/**
 * Checks the options before the log is read. Reading may take hours, and a mistake should be
 * reported at once.
 */
const check = (options: Options): void => {
  const { order, store, export: directory, seal, manifest, certificate } = options;
  if (store !== undefined && order === undefined) {
    throw new WrongUsage('--store is allowed only with --order, for an order number');
  }
  if (order !== undefined && directory !== undefined) {
    throw new WrongUsage('--order and --export cannot be combined: give one of them');
  }
  if (order !== undefined && seal !== undefined) {
    throw new WrongUsage('--seal covers the whole log: it cannot be combined with --order');
  }
  if (manifest !== undefined && directory === undefined) {
    throw new WrongUsage('--manifest needs --export: only an export has a manifest');
  }
  if (certificate !== undefined && seal === undefined) {
    throw new WrongUsage(
      '--certificate needs --seal: a certificate is about a seal whose hash was kept',
    );
  }
  for (const file of certificate ?? []) {
    if (existsSync(dirname(resolve(file)))) continue;
    throw new WrongUsage(`--certificate: the folder of ${file} does not exist`);
  }
  checkHash('--seal', seal);
  checkHash('--manifest', manifest);
};

/**
 * Verifies an order, an export or the whole log. Only the modules for this verification are loaded.
 * So an export can be verified without the clients of PostgreSQL and the event store.
 */
const verify = async (options: Options): Promise<boolean> => {
  const {
    order,
    export: directory,
    seal: sealHash,
    manifest: manifestHash,
    certificate: certificates = [],
    json = false,
  } = options;
  if (order !== undefined) {
    const { verifyOrderHere } = await import('./verify-log-here.js');
    return verifyOrderHere({ name: order, store: options.store }, json);
  }
  if (directory !== undefined) {
    const { verifyExportHere } = await import('./verify-export-here.js');
    return verifyExportHere({ directory, sealHash, manifestHash, json, certificates });
  }
  const { verifyLogHere } = await import('./verify-log-here.js');
  return verifyLogHere({ sealHash, json, certificates });
};

/**
 * `ledger verify`: checks that the log was not changed after it was written, and that the read
 * models agree with it (docs/audit.md).
 */
export const verifyCommand = (finish: Finish): Command =>
  new Command('verify')
    .description('Check that the log was not changed, and that the read models agree with it')
    .option('--order <order>', 'verify only this order, by its id or its number')
    .option('--store <id>', 'the store of the order, if several stores have this order number')
    .option('--export <dir>', 'verify this export; the ledger need not run')
    .option('--seal <hash>', 'hash of a seal that was kept elsewhere: the log must have this seal')
    .option('--manifest <hash>', 'hash kept elsewhere: the export must have this manifest')
    .option(
      '--certificate <file...>',
      'with --seal: write the result to files, as JSON (.json) or as text',
    )
    .option('--json', 'answer in JSON')
    .action(async (options: Options) => {
      check(options);
      const ok = await verify(options);
      finish(ok ? exitCode.done : exitCode.fault);
    });
