import { Command } from 'commander';
import { accessMigrations, StoreDirectory } from '#access';
import type { MisnamedZone, Store } from '#access';
import { loadSettings, migrate } from '#runtime';
import { everyItem } from './every-item.js';
import { printJson, printLines } from './print.js';
import { withDatabase } from './with-database.js';

const line = ({ storeId, salesSegment, currency, timeZone, settlement, name }: Store): string =>
  [storeId, salesSegment, currency, timeZone, settlement, ...(name ? [name] : [])].join('  ');

const warning = ({ storeId, timeZone, takenFor }: MisnamedZone): string =>
  `${storeId}: ${timeZone} is no IANA name and is taken for ${takenFor}; ` +
  `say which zone it is: ledger store zone ${storeId} <name>`;

export const storeList = (): Command =>
  new Command('list')
    .description('List stores by id')
    .option('--json', 'answer in JSON')
    .action(async ({ json = false }: { readonly json?: boolean }) => {
      const { stores, misnamed } = await withDatabase(loadSettings(), async (pool) => {
        await migrate(pool, [accessMigrations]);
        const directory = new StoreDirectory(pool);
        return { stores: await everyItem(directory), misnamed: await directory.misnamedZones() };
      });
      if (json) printJson({ items: stores, misnamedZones: misnamed });
      else printLines([...stores.map(line), ...misnamed.map(warning)]);
    });
