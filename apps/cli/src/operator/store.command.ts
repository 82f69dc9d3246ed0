import { Command } from 'commander';
import {
  accessMigrations,
  isTimeZone,
  type MisnamedZone,
  type Store,
  type StoreChanged,
  StoreDirectory,
} from '#access';
import { loadSettings, migrate } from '#runtime';
import { exitCode, type ExitCode, type Finish } from '../exit-code.js';
import { allItems, printFault, printJson, printLines, printList } from './print.js';
import { noTimeZone, storeCreate } from './store-create.js';
import { withDatabase } from './with-database.js';

export const storeCommand = (finish: Finish): Command =>
  new Command('store')
    .description('Stores')
    .addCommand(storeCreate(finish))
    .addCommand(storeList())
    .addCommand(storeZone(finish));

const line = ({ storeId, salesSegment, currency, timeZone, settlement, name }: Store): string =>
  [storeId, salesSegment, currency, timeZone, settlement, ...(name ? [name] : [])].join('  ');

const warning = ({ storeId, timeZone, takenFor }: MisnamedZone): string =>
  `${storeId}: the time zone ${timeZone} is not an IANA name and is read as ${takenFor}; ` +
  `set the time zone with: ledger store zone ${storeId} <name>`;

export const storeList = (): Command =>
  new Command('list')
    .description('List stores by id')
    .option('--json', 'answer in JSON')
    .action(async ({ json = false }: { readonly json?: boolean }) => {
      const { stores, misnamed } = await withDatabase(loadSettings(), async (pool) => {
        await migrate(pool, [accessMigrations]);
        const directory = new StoreDirectory(pool);
        return { stores: await allItems(directory), misnamed: await directory.misnamedZones() };
      });
      if (json) printJson({ items: stores, misnamedZones: misnamed });
      else printList([...stores.map(line), ...misnamed.map(warning)], 'There is no store yet.');
    });

interface ZoneChange {
  readonly storeId: string;
  readonly timeZone: string;
  readonly json: boolean;
}

const report = (changed: StoreChanged, { storeId, timeZone, json }: ZoneChange): ExitCode => {
  if (changed.kind === 'store-not-found') {
    printFault(`There is no store "${storeId}".`);
    return exitCode.fault;
  }
  if (json) printJson(changed.store);
  else {
    printLines([
      `Store  ${storeId}  ${changed.zoneBefore} -> ${timeZone}`,
      'The next settlement of the store begins where the last one ended, and ends by the new time zone.',
    ]);
  }
  return exitCode.done;
};

export const storeZone = (finish: Finish): Command =>
  new Command('zone')
    .description('Change the time zone of a store for its next settlements')
    .argument('<store>', 'store id')
    .argument('<name>', 'canonical IANA name')
    .option('--json', 'answer in JSON')
    .action(
      async (storeId: string, timeZone: string, { json = false }: { readonly json?: boolean }) => {
        if (!isTimeZone(timeZone)) throw noTimeZone('<name>', timeZone);
        const changed = await withDatabase(loadSettings(), async (pool) => {
          await migrate(pool, [accessMigrations]);
          return new StoreDirectory(pool).change(storeId, { timeZone });
        });
        finish(report(changed, { storeId, timeZone, json }));
      },
    );
