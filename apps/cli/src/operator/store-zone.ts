import { Command } from 'commander';
import { accessMigrations, isTimeZone, StoreDirectory } from '#access';
import type { StoreChanged } from '#access';
import { loadSettings, migrate } from '#runtime';
import { exitCode } from '../exit-code.js';
import type { ExitCode, Finish } from '../exit-code.js';
import { WrongUsage } from '../wrong-usage.js';
import { printFault, printJson, printLines } from './print.js';
import { withDatabase } from './with-database.js';

export const noTimeZone = (option: string, timeZone: string): WrongUsage =>
  new WrongUsage(
    `${option}: "${timeZone}" is no canonical IANA name of a time zone, such as Europe/Stockholm`,
  );

export const zoneUnknown = (timeZone: string): ExitCode => {
  printFault(
    `PostgreSQL does not know ${timeZone}, or takes it for another zone. Nothing changed.`,
  );
  return exitCode.fault;
};

interface Asked {
  readonly storeId: string;
  readonly timeZone: string;
  readonly json: boolean;
}

const report = (changed: StoreChanged, { storeId, timeZone, json }: Asked): ExitCode => {
  if (changed.kind === 'time-zone-unknown') return zoneUnknown(timeZone);
  if (changed.kind === 'store-not-found') {
    printFault(`There is no store "${storeId}".`);
    return exitCode.fault;
  }
  if (json) printJson(changed.store);
  else {
    printLines([
      `Store  ${storeId}  ${changed.zoneBefore} -> ${timeZone}`,
      'Its next settlement ends by the new zone, and begins where the last one ended.',
    ]);
  }
  return exitCode.done;
};

export const storeZone = (finish: Finish): Command =>
  new Command('zone')
    .description('Give a store another time zone, for its next settlements')
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
