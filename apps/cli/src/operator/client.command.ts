import { Command } from 'commander';
import {
  accessMigrations,
  type ApiClient,
  type ClientCreated,
  ClientDirectory,
  isIdentifier,
  isScope,
  type Scope,
  scopes,
} from '#access';
import { loadSettings, migrate } from '#runtime';
import { exitCode, type ExitCode, type Finish, WrongUsage } from '../exit-code.js';
import { clientKeyCommand } from './client-key.command.js';
import { listOf } from './option-values.js';
import { allItems, printFault, printJson, printLines, printList } from './print.js';
import { withDatabase } from './with-database.js';

interface Options {
  readonly id: string;
  readonly stores: string;
  readonly scopes: string;
  readonly json?: boolean;
}

const scopesOf = (text: string): Scope[] =>
  listOf(text).map((name) => {
    if (isScope(name)) return name;
    throw new WrongUsage(`--scopes: "${name}" is none of ${scopes.join(', ')}`);
  });

const clientOf = (options: Options): ApiClient => {
  if (!isIdentifier(options.id)) throw new WrongUsage('--id: 1 to 64 of A-Z a-z 0-9 . _ -');
  return {
    clientId: options.id,
    stores: listOf(options.stores),
    scopes: scopesOf(options.scopes),
  };
};

const report = (created: ClientCreated, { id, json }: Options): ExitCode => {
  switch (created.kind) {
    case 'client-id-taken':
      printFault(`A client "${id}" already exists.`);
      return exitCode.fault;
    case 'store-not-found':
      printFault(`There is no store "${created.storeId}"; create it with: ledger store create`);
      return exitCode.fault;
    case 'created':
      if (json) printJson({ ...created.client, clientSecret: created.clientSecret });
      else {
        printLines([
          `Client         ${created.client.clientId}`,
          `Client secret  ${created.clientSecret}  (not shown again)`,
          `Stores         ${created.client.stores.join(', ')}`,
          `Scopes         ${created.client.scopes.join(', ')}`,
        ]);
      }
      return exitCode.done;
  }
};

export const clientCommand = (finish: Finish): Command => {
  const create = new Command('create')
    .description('Create an API client; its secret is shown once')
    .requiredOption('--id <id>', 'client id')
    .requiredOption('--stores <ids>', 'stores that the client acts for, comma separated')
    .requiredOption('--scopes <scopes>', `any of ${scopes.join(', ')}, comma separated`)
    .option('--json', 'answer in JSON')
    .action(async (options: Options) => {
      const client = clientOf(options);
      const created = await withDatabase(loadSettings(), async (pool) => {
        await migrate(pool, [accessMigrations]);
        return new ClientDirectory(pool).create(client);
      });
      finish(report(created, options));
    });
  return new Command('client')
    .description('API clients')
    .addCommand(create)
    .addCommand(clientList())
    .addCommand(clientRemove(finish))
    .addCommand(clientKeyCommand(finish));
};

interface ListOptions {
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
    .action(async ({ json = false }: ListOptions) => {
      const items = await onClients(allItems);
      if (json) printJson({ items });
      else
        printList(
          items.map(
            ({ clientId, stores, scopes }) =>
              `${clientId}  ${stores.join(',') || '(no store)'}  ${scopes.join(',')}`,
          ),
          'There is no client yet.',
        );
    });

export const clientRemove = (finish: Finish): Command =>
  new Command('remove')
    .description('Remove a client; its tokens and keys stop within 5 seconds')
    .argument('<id>', 'client id')
    .option('--json', 'answer in JSON')
    .action(async (id: string, { json = false }: ListOptions) => {
      const removed = await onClients(async (clients) => clients.disable(id));
      if (!removed) {
        printFault(`There is no client "${id}".`);
        finish(exitCode.fault);
      } else if (json) printJson({ removed: id });
      else printLines([`Removed  ${id}`]);
    });
