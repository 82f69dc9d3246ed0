import { userInfo } from 'node:os';
import { Command } from 'commander';
import type { Pool } from 'pg';
import { isIdentifier } from '#access';
import { isUuid, orderIdOf } from '#ledger';
import { eraseCustomer, listErasures, PersonKeys, personalDataMigrations } from '#personal-data';
import type { Erased, ErasedPerson, Erasure } from '#personal-data';
import { customerCopies, readModelMigrations } from '#read-models';
import { loadSettings, migrate, secretKey } from '#runtime';
import { exitCode } from '../exit-code.js';
import type { Finish } from '../exit-code.js';
import { WrongUsage } from '../wrong-usage.js';
import { printJson, printLines } from './print.js';
import { withDatabase } from './with-database.js';

interface Options {
  readonly customer?: string;
  readonly order?: string;
  readonly key?: string;
  readonly store?: string;
  readonly list?: boolean;
  readonly json?: boolean;
}

const listedMax = 1_000;

const storeOf = ({ store }: Options): string => {
  if (store === undefined) throw new WrongUsage('--store <id> is needed: people belong to a store');
  if (!isIdentifier(store)) throw new WrongUsage('--store: 1 to 64 of A-Z a-z 0-9 . _ -');
  return store;
};

const personOf = ({ customer, order, key }: Options, storeId: string): ErasedPerson => {
  const given = [customer, order, key].filter((name) => name !== undefined && name !== '');
  if (given.length !== 1)
    throw new WrongUsage('One of --customer <reference or e-mail>, --order <number>, --key <id>');
  if (customer !== undefined) return { kind: 'customer', customer };
  if (order !== undefined) return { kind: 'order', orderId: orderIdOf(storeId, order) };
  if (key === undefined || !isUuid(key)) throw new WrongUsage('--key: the id of a key, a UUID');
  return { kind: 'key', keyId: key };
};

/** Who gives the command: the account on this machine, for the record. */
const operator = (): string => {
  try {
    return `operator ${userInfo().username}`;
  } catch {
    // A container may run under a number that has no account.
    return `operator ${String(process.getuid?.() ?? '')}`.trim();
  }
};

const erase = async (options: Options): Promise<Erased> => {
  const storeId = storeOf(options);
  const person = personOf(options, storeId);
  const settings = loadSettings();
  const keys = new PersonKeys(secretKey(settings));
  return withPersonalData(settings, async (pool) =>
    eraseCustomer(
      { pool, keys, copies: customerCopies },
      { storeId, person, erasedBy: operator() },
    ),
  );
};

const withPersonalData = async <Result>(
  settings: ReturnType<typeof loadSettings>,
  task: (pool: Pool) => Promise<Result>,
): Promise<Result> =>
  withDatabase(settings, async (pool) => {
    await migrate(pool, [personalDataMigrations, readModelMigrations]);
    return task(pool);
  });

const list = async ({ store }: Options): Promise<Erasure[]> =>
  withPersonalData(loadSettings(), async (pool) =>
    listErasures(pool, { limit: listedMax, ...(store !== undefined && { storeId: store }) }),
  );

const lineOf = ({ keyId, storeId, erasedAt, erasedBy }: Erasure): string =>
  `${erasedAt}  ${storeId}  key ${keyId}  by ${erasedBy}`;

/** The name that was asked for is not repeated: terminals are recorded too. */
const report = ({ erasures, orders }: Erased): string[] =>
  erasures.length === 0
    ? ['Nothing is kept under that name; nothing was changed.']
    : [`Erased for good; ${orders} orders showed the data until now.`, ...erasures.map(lineOf)];

export const eraseCommand = (finish: Finish): Command =>
  new Command('erase')
    .description("Erase a customer's data for good, in the log and everywhere else")
    .option('--customer <name>', 'reference or e-mail address')
    .option('--order <number>', 'in place of --customer: the order of somebody who gave neither')
    .option('--key <id>', 'in place of --customer: a destroyed key that a backup brought back')
    .option('--store <id>', 'the store that knows the customer so')
    .option('--list', `show what was erased, newest first, ${listedMax} at most`)
    .option('--json', 'answer in JSON')
    .action(async (options: Options) => {
      if (options.list === true) {
        const erasures = await list(options);
        if (options.json === true) printJson(erasures);
        else if (erasures.length > 0) printLines(erasures.map(lineOf));
      } else {
        const erased = await erase(options);
        if (options.json === true) printJson(erased);
        else printLines(report(erased));
      }
      finish(exitCode.done);
    });
