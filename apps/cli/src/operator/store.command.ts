import { Command, Option } from 'commander';
import {
  accessMigrations,
  isIdentifier,
  isStoreName,
  isTimeZone,
  StoreDirectory,
  storeNameCharactersMax,
} from '#access';
import type { Store, StoreCreated } from '#access';
import { currencies } from '#ledger';
import { loadSettings, migrate } from '#runtime';
import { exitCode } from '../exit-code.js';
import type { ExitCode, Finish } from '../exit-code.js';
import { WrongUsage } from '../wrong-usage.js';
import { printFault, printJson, printLines } from './print.js';
import { storeList } from './store-list.js';
import { noTimeZone, storeZone, zoneUnknown } from './store-zone.js';
import { withDatabase } from './with-database.js';

interface Options {
  readonly id: string;
  readonly segment: Store['salesSegment'];
  readonly currency: string;
  readonly timeZone: string;
  readonly settlement: Store['settlement'];
  readonly name?: string;
  readonly country?: string;
  readonly json?: boolean;
}

const check = (options: Options): void => {
  const { id, currency, timeZone, name, country } = options;
  if (!isIdentifier(id)) throw new WrongUsage('--id: 1 to 64 of A-Z a-z 0-9 . _ -');
  if (!currencies.has(currency)) {
    throw new WrongUsage(`--currency: "${currency}" is no ISO 4217 code`);
  }
  if (!isTimeZone(timeZone)) throw noTimeZone('--time-zone', timeZone);
  if (name !== undefined && !isStoreName(name)) {
    throw new WrongUsage(`--name: 1 to ${storeNameCharactersMax} characters`);
  }
  if (country !== undefined && !/^[A-Z]{2}$/.test(country)) {
    throw new WrongUsage('--country: two capital letters');
  }
};

const storeOf = (options: Options): Store => {
  check(options);
  return {
    storeId: options.id,
    salesSegment: options.segment,
    currency: options.currency,
    timeZone: options.timeZone,
    settlement: options.settlement,
    ...(options.name === undefined ? {} : { name: options.name }),
    ...(options.country === undefined ? {} : { countryCode: options.country }),
  };
};

const report = (created: StoreCreated, { id, timeZone, json }: Options): ExitCode => {
  if (created.kind === 'time-zone-unknown') return zoneUnknown(timeZone);
  if (created.kind === 'store-id-taken') {
    printFault(`There is, or was, a store "${id}" already.`);
    return exitCode.fault;
  }
  const { storeId, salesSegment, currency } = created.store;
  if (json) printJson(created.store);
  else printLines([`Store  ${storeId}  (${salesSegment}, ${currency})`]);
  return exitCode.done;
};

export const storeCommand = (finish: Finish): Command => {
  const create = new Command('create')
    .description('Make a store')
    .requiredOption('--id <id>', 'store id')
    .addOption(
      new Option('--segment <segment>', 'sales segment')
        .choices(['B2C', 'B2B'])
        .makeOptionMandatory(),
    )
    .requiredOption('--currency <code>', 'ISO 4217 code')
    .option('--time-zone <name>', 'IANA name; settlements are cut at its midnight', 'UTC')
    .addOption(
      new Option('--settlement <period>', 'how often it is settled')
        .choices(['daily', 'weekly', 'monthly'])
        .default('daily'),
    )
    .option('--name <name>', 'name of the store')
    .option('--country <code>', 'ISO 3166-1 alpha-2 code')
    .option('--json', 'answer in JSON')
    .action(async (options: Options) => {
      const store = storeOf(options);
      const created = await withDatabase(loadSettings(), async (pool) => {
        await migrate(pool, [accessMigrations]);
        return new StoreDirectory(pool).create(store);
      });
      finish(report(created, options));
    });
  return new Command('store')
    .description('Stores')
    .addCommand(create)
    .addCommand(storeList())
    .addCommand(storeZone(finish));
};
