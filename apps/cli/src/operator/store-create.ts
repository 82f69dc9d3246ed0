import { Command, Option } from 'commander';
import {
  accessMigrations,
  isIdentifier,
  isStoreName,
  isTimeZone,
  StoreDirectory,
  storeNameCharactersMax,
} from '#access';
import type { Store, StoreAddress, StoreCreated } from '#access';
import { currencies } from '#ledger';
import { loadSettings, migrate } from '#runtime';
import { exitCode, type ExitCode, type Finish, WrongUsage } from '../exit-code.js';
import { printFault, printJson, printLines } from './print.js';
import { withDatabase } from './with-database.js';

interface Options {
  readonly id: string;
  readonly segment: Store['salesSegment'];
  readonly currency: string;
  readonly timeZone: string;
  readonly settlement: Store['settlement'];
  readonly name?: string;
  readonly country?: string;
  readonly taxNumber?: string;
  readonly addressLine1?: string;
  readonly addressLine2?: string;
  readonly postalCode?: string;
  readonly city?: string;
  readonly json?: boolean;
}

const taxNumberCharactersMax = 64;

/**
 * Checks the text of an option by the same rules as `POST /v1/stores`. A missing option is
 * accepted.
 */
const checkText = (option: string, text: string | undefined, most = storeNameCharactersMax) => {
  if (text === undefined) return;
  const characters = Array.from(text).length;
  if (text.trim() === '' || characters > most)
    throw new WrongUsage(`${option} must be 1 to ${most} characters, not all of them blank`);
};

const check = (options: Options): void => {
  const { id, currency, timeZone, name, country } = options;
  if (!isIdentifier(id)) throw new WrongUsage('--id: 1 to 64 of A-Z a-z 0-9 . _ -');
  if (!currencies.has(currency)) {
    throw new WrongUsage(`--currency: "${currency}" is not an ISO 4217 code`);
  }
  if (!isTimeZone(timeZone)) throw noTimeZone('--time-zone', timeZone);
  if (name !== undefined && !isStoreName(name)) {
    throw new WrongUsage(`--name: 1 to ${storeNameCharactersMax} characters`);
  }
  if (country !== undefined && !/^[A-Z]{2}$/.test(country)) {
    throw new WrongUsage('--country: two capital letters');
  }
  checkText('--tax-number', options.taxNumber, taxNumberCharactersMax);
  checkText('--address-line1', options.addressLine1);
  checkText('--address-line2', options.addressLine2);
  checkText('--postal-code', options.postalCode);
  checkText('--city', options.city);
};

const addressOf = (options: Options): StoreAddress | undefined => {
  const { addressLine1: line1, addressLine2: line2, postalCode, city } = options;
  const address = {
    ...(line1 !== undefined && { line1 }),
    ...(line2 !== undefined && { line2 }),
    ...(postalCode !== undefined && { postalCode }),
    ...(city !== undefined && { city }),
  };
  return Object.keys(address).length === 0 ? undefined : address;
};

const storeOf = (options: Options): Store => {
  check(options);
  const address = addressOf(options);
  return {
    storeId: options.id,
    salesSegment: options.segment,
    currency: options.currency,
    timeZone: options.timeZone,
    settlement: options.settlement,
    ...(options.name === undefined ? {} : { name: options.name }),
    ...(options.country === undefined ? {} : { countryCode: options.country }),
    ...(options.taxNumber === undefined ? {} : { taxNumber: options.taxNumber }),
    ...(address && { address }),
  };
};

const report = (created: StoreCreated, { id, json }: Options): ExitCode => {
  if (created.kind === 'store-id-taken') {
    printFault(`A store "${id}" exists or existed before; choose another id.`);
    return exitCode.fault;
  }
  const { storeId, salesSegment, currency } = created.store;
  if (json) printJson(created.store);
  else printLines([`Store  ${storeId}  (${salesSegment}, ${currency})`]);
  return exitCode.done;
};

export const storeCreate = (finish: Finish): Command =>
  new Command('create')
    .description('Create a store')
    .requiredOption('--id <id>', 'store id')
    .addOption(
      new Option('--segment <segment>', 'sales segment')
        .choices(['B2C', 'B2B'])
        .makeOptionMandatory(),
    )
    .requiredOption('--currency <code>', 'ISO 4217 code')
    .option(
      '--time-zone <name>',
      'IANA name of the time zone; settlements are cut at its midnight',
      'UTC',
    )
    .addOption(
      new Option('--settlement <period>', 'how often the store is settled')
        .choices(['daily', 'weekly', 'monthly'])
        .default('daily'),
    )
    .option('--name <name>', 'name of the store')
    .option('--country <code>', 'ISO 3166-1 alpha-2 code')
    .option('--tax-number <text>', 'VAT or organisation number, printed on statements')
    .option('--address-line1 <text>', 'address, printed on statements')
    .option('--address-line2 <text>', 'second line of the address')
    .option('--postal-code <text>', 'postal code')
    .option('--city <text>', 'city')
    .option('--json', 'answer in JSON')
    .action(async (options: Options) => {
      const store = storeOf(options);
      const created = await withDatabase(loadSettings(), async (pool) => {
        await migrate(pool, [accessMigrations]);
        return new StoreDirectory(pool).create(store);
      });
      finish(report(created, options));
    });

export const noTimeZone = (option: string, timeZone: string): WrongUsage =>
  new WrongUsage(
    `${option}: "${timeZone}" is not the canonical IANA name of a time zone, such as Europe/Stockholm`,
  );
