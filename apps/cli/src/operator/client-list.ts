import { Command } from 'commander';
import { accessMigrations, ClientDirectory } from '#access';
import { loadSettings, migrate } from '#runtime';
import { exitCode } from '../exit-code.js';
import type { Finish } from '../exit-code.js';
import { everyItem } from './every-item.js';
import { printFault, printJson, printLines } from './print.js';
import { withDatabase } from './with-database.js';

interface Options {
  readonly json?: boolean;
}

const onClients = async <Result>(
  task: (clients: ClientDirectory) => Promise<Result>,
): Promise<Result> =>
  withDatabase(loadSettings(), async (pool) => {
    await migrate(pool, [accessMigrations]);
    return task(new ClientDirectory(pool));
  });

export const clientList = (): Command =>
  new Command('list')
    .description('List clients by id, with their stores and scopes')
    .option('--json', 'answer in JSON')
    .action(async ({ json = false }: Options) => {
      const items = await onClients(everyItem);
      if (json) printJson({ items });
      else
        printLines(
          items.map(
            ({ clientId, stores, scopes }) =>
              `${clientId}  ${stores.join(',') || '(no store)'}  ${scopes.join(',')}`,
          ),
        );
    });

export const clientRemove = (finish: Finish): Command =>
  new Command('remove')
    .description('Remove a client; its tokens stop within 5 seconds')
    .argument('<id>', 'client id')
    .option('--json', 'answer in JSON')
    .action(async (id: string, { json = false }: Options) => {
      const removed = await onClients(async (clients) => clients.disable(id));
      if (!removed) {
        printFault(`There is no client "${id}".`);
        finish(exitCode.fault);
      } else if (json) printJson({ removed: id });
      else printLines([`Removed  ${id}`]);
    });
