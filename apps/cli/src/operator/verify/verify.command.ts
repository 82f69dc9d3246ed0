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
  throw new WrongUsage(`${option}: "${hash}" is no SHA-256 in 64 hexadecimal digits`);
};

/**
 * Checks the options before the log is read. Reading may take hours, and a mistake should be
 * reported at once.
 */
const check = (options: Options): void => {
  const { order, store, export: directory, seal, manifest, certificate } = options;
  if (store !== undefined && order === undefined) {
    throw new WrongUsage('--store: only beside --order, for an order number');
  }
  if (order !== undefined && directory !== undefined) {
    throw new WrongUsage('--order and --export: one of them at a time');
  }
  if (order !== undefined && seal !== undefined) {
    throw new WrongUsage('--seal: seals are over the whole log, not over an order');
  }
  if (manifest !== undefined && directory === undefined) {
    throw new WrongUsage('--manifest: only an export, named by --export, has a manifest');
  }
  if (certificate !== undefined && seal === undefined) {
    throw new WrongUsage(
      '--certificate: a certificate is about a seal that was kept; give its hash with --seal',
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
    .description('Check that the log is as it was written, and that the read models say the same')
    .option('--order <order>', 'one order alone, by its id or its number')
    .option('--store <id>', 'whose order number it is, if several stores have it')
    .option('--export <dir>', 'an export, with nothing else running')
    .option('--seal <hash>', 'a seal that was kept elsewhere: it has to be among the seals')
    .option('--manifest <hash>', "the export's manifest, whose hash was kept elsewhere")
    .option(
      '--certificate <file...>',
      'with --seal: write what was proved to files, as JSON (.json) or as text',
    )
    .option('--json', 'answer in JSON')
    .action(async (options: Options) => {
      check(options);
      const ok = await verify(options);
      finish(ok ? exitCode.done : exitCode.fault);
    });
