import { readFileSync, statSync } from 'node:fs';
import { userInfo } from 'node:os';
import { Command } from 'commander';
import { isIdentifier } from '#access';
import { recordedOrderIds } from '#event-log';
import { counted } from '#evidence';
import { isUuid } from '#ledger';
import {
  CustomerHasName,
  eraseAgain,
  eraseCustomer,
  type Erased,
  type ErasedAgain,
  type ErasedPerson,
  type Erasure,
  listErasures,
  PersonKeys,
} from '#personal-data';
import { customerCopies } from '#read-models';
import { loadSettings, secretKeys, type Settings } from '#runtime';
import { exitCode, type ExitCode, type Finish, WrongUsage } from '../exit-code.js';
import { printFault, printJson, printJsonPart, printLines } from './print.js';
import { assertStoreThere, withEventStore, withPersonalData } from './with-database.js';

interface Options {
  readonly customer?: string;
  readonly order?: string;
  readonly key?: string;
  readonly store?: string;
  readonly list?: boolean;
  readonly again?: string;
  readonly json?: boolean;
}

const storeOf = ({ store }: Options): string => {
  if (store === undefined)
    throw new WrongUsage('--store <id> is needed: customers belong to a store');
  if (!isIdentifier(store)) throw new WrongUsage('--store: 1 to 64 of A-Z a-z 0-9 . _ -');
  return store;
};

/**
 * Returns the person to erase. Throws `WrongUsage` unless exactly one of --customer, --order and
 * --key is given.
 */
const personOf = async (
  { customer, order, key }: Options,
  storeId: string,
  settings: Settings,
): Promise<ErasedPerson> => {
  const [name, ...others] = [customer, order, key].filter((given) => given !== undefined);
  if (name === undefined || name.trim() === '' || others.length > 0)
    throw new WrongUsage(
      'Give exactly one of --customer <reference or e-mail>, --order <number>, --key <id>',
    );
  if (customer !== undefined) return { kind: 'customer', customer };
  if (order !== undefined) {
    const orderIds = await withEventStore(settings, recordedOrderIds);
    return { kind: 'order', orderId: orderIds.of(storeId, order.trim()) };
  }
  if (key === undefined || !isUuid(key))
    throw new WrongUsage('--key must be the id of a key, a UUID');
  return { kind: 'key', keyId: key };
};

/** The operator to record with an erasure: the user account that runs the command. */
const operator = (): string => {
  try {
    return `operator ${userInfo().username}`;
  } catch {
    // In a container, the user id may not belong to any account, so the id itself is used.
    return `operator ${String(process.getuid?.() ?? '')}`.trim();
  }
};

const erase = async (options: Options): Promise<Erased> => {
  const storeId = storeOf(options);
  const settings = loadSettings();
  const person = await personOf(options, storeId, settings);
  const keys = new PersonKeys(secretKeys(settings));
  return withPersonalData(settings, async (pool) => {
    const erased = await eraseCustomer(
      { pool, keys, copies: customerCopies },
      { storeId, person, erasedBy: operator() },
    );
    // With a misspelt store, the operator could wrongly believe that the customer is unknown here.
    if (erased.erasures.length === 0) await assertStoreThere(pool, storeId);
    return erased;
  });
};

/**
 * The text to print after an erasure. The text does not repeat the name of the person, because
 * terminal output is often kept.
 */
const report = ({ erasures, orders }: Erased): string[] =>
  erasures.length === 0
    ? ['No data of this customer are stored; nothing was changed.']
    : [`Erased permanently from ${counted(orders, 'order')}.`, ...erasures.map(erasureLine)];

const eraseAsAsked = async (options: Options): Promise<ExitCode> => {
  try {
    const erased = await erase(options);
    if (options.json === true) printJson(erased);
    else printLines(report(erased));
    return exitCode.done;
  } catch (error) {
    if (!(error instanceof CustomerHasName)) throw error;
    printFault(error.message);
    return exitCode.fault;
  }
};

const eraseListed = async (file: string, json: boolean): Promise<ExitCode> => {
  const erasures = readErasures(file);
  const done: ErasedAgain = await withPersonalData(loadSettings(), async (pool) =>
    eraseAgain({ pool, copies: customerCopies }, erasures),
  );
  if (json) printJson(done);
  else
    printLines([
      `The file has ${counted(erasures.length, 'erasure')}. Destroyed again: ${counted(done.keys, 'key')}. Data removed from: ${counted(done.orders, 'order')}.`,
    ]);
  return exitCode.done;
};

/**
 * Throws `WrongUsage` if an option would be ignored. Otherwise an operator could wrongly believe
 * that a person was erased. Erasing together with `--list` is refused too, because the audit trail
 * does not record calls with `--list`.
 */
const refuseIgnored = ({ list = false, again, store, ...person }: Options): void => {
  const { customer, order, key } = person;
  const isNamed = [customer, order, key].some((given) => given !== undefined);
  if (again !== undefined && (isNamed || list || store !== undefined)) {
    throw new WrongUsage(
      '--again takes the persons to erase from the file alone; give no other option',
    );
  }
  if (list && isNamed) {
    throw new WrongUsage('--list erases nobody: leave out --customer, --order and --key');
  }
};

const perform = async (options: Options): Promise<ExitCode> => {
  refuseIgnored(options);
  const { list = false, again, json = false, store } = options;
  if (again !== undefined) return eraseListed(again, json);
  if (!list) return eraseAsAsked(options);
  await printErasures({ storeId: store, json });
  return exitCode.done;
};

export const eraseCommand = (finish: Finish): Command =>
  new Command('erase')
    .description("Erase a customer's data permanently, in the log and everywhere else")
    .option('--customer <name>', "the customer's reference or e-mail address")
    .option(
      '--order <number>',
      'instead of --customer: an order of a customer who gave neither reference nor e-mail address',
    )
    .option('--key <id>', 'instead of --customer: a destroyed key that a backup brought back')
    .option('--store <id>', 'the store that the customer belongs to')
    .option('--list', 'list the erasures, newest first')
    .option(
      '--again <file>',
      'after a restore: repeat the erasures in this file, the output of `--list --json`',
    )
    .option('--json', 'answer in JSON')
    .action(async (options: Options) => {
      finish(await perform(options));
    });

/** The largest file with a list of erasures, in bytes. About 1.5 million erasures fit. */
const bytesMax = 256 * 1024 * 1024;

/** Reads a file written by `erase --list --json`. Throws `WrongUsage` for any other content. */
export const readErasures = (file: string): readonly Erasure[] => {
  const erasures = parsed(read(file));
  if (!Array.isArray(erasures) || !erasures.every(isErasure)) throw notAList(file);
  return erasures;
};

const read = (file: string): string => {
  try {
    if (statSync(file).size <= bytesMax) return readFileSync(file, 'utf8');
  } catch (error) {
    throw new WrongUsage(error instanceof Error ? error.message : String(error));
  }
  throw new WrongUsage(`${file} is larger than ${bytesMax} bytes`);
};

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

const isErasure = (value: unknown): value is Erasure => {
  if (typeof value !== 'object' || value === null) return false;
  const { keyId, storeId, erasedAt, erasedBy } = value as Partial<Record<string, unknown>>;
  const isNamed = typeof keyId === 'string' && typeof storeId === 'string';
  const isTold = typeof erasedAt === 'string' && typeof erasedBy === 'string';
  return (
    isNamed &&
    isTold &&
    isUuid(keyId) &&
    isIdentifier(storeId) &&
    !Number.isNaN(Date.parse(erasedAt))
  );
};

const notAList = (file: string): WrongUsage =>
  new WrongUsage(`${file} is not the output of \`ledger erase --list --json\``);

export const erasureLine = ({ keyId, storeId, erasedAt, erasedBy }: Erasure): string =>
  `${erasedAt}  ${storeId}  key ${keyId}  by ${erasedBy}`;

interface ErasureListOptions {
  readonly storeId: string | undefined;
  readonly json: boolean;
}

/**
 * Prints all erasures, the newest first, as text or as a JSON list. The erasures are read and
 * printed one by one, to save memory.
 *
 * @throws NotThere if the store does not exist and no erasure of it is left from earlier
 */
export const printErasures = async ({ storeId, json }: ErasureListOptions): Promise<void> =>
  withPersonalData(loadSettings(), async (pool) => {
    let written = 0;
    for await (const erasure of listErasures(pool, storeId)) {
      const line = json ? JSON.stringify(erasure) : erasureLine(erasure);
      if (json) printJsonPart(`${written === 0 ? '[' : ',\n'}${line}`);
      else printLines([line]);
      written += 1;
    }
    if (written === 0 && storeId !== undefined) await assertStoreThere(pool, storeId);
    if (json) printLines([written === 0 ? '[]' : ']']);
    else if (written === 0) printLines(['No customer was erased yet.']);
  });
