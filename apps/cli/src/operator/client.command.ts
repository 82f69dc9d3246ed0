import { Command } from 'commander';
import { accessMigrations, ClientDirectory, isIdentifier, isScope, scopes } from '#access';
import type { ApiClient, ClientCreated, Scope } from '#access';
import { loadSettings, migrate } from '#runtime';
import { exitCode } from '../exit-code.js';
import type { ExitCode, Finish } from '../exit-code.js';
import { WrongUsage } from '../wrong-usage.js';
import { clientList, clientRemove } from './client-list.js';
import { printFault, printJson, printLines } from './print.js';
import { withDatabase } from './with-database.js';

interface Options {
  readonly id: string;
  readonly stores: string;
  readonly scopes: string;
  readonly json?: boolean;
}

const listOf = (text: string): string[] =>
  text
    .split(',')
    .map((entry) => entry.trim())
    .filter((entry) => entry !== '');

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
      printFault(`There is a client "${id}" already.`);
      return exitCode.fault;
    case 'store-not-found':
      printFault(`There is no store "${created.storeId}"; make it with: ledger store create`);
      return exitCode.fault;
    case 'created':
      if (json) printJson({ ...created.client, clientSecret: created.clientSecret });
      else {
        printLines([
          `Client         ${created.client.clientId}`,
          `Client secret  ${created.clientSecret}  (shown this once)`,
          `Stores         ${created.client.stores.join(', ')}`,
          `Scopes         ${created.client.scopes.join(', ')}`,
        ]);
      }
      return exitCode.done;
  }
};

export const clientCommand = (finish: Finish): Command => {
  const create = new Command('create')
    .description('Make an API client; its secret is shown once')
    .requiredOption('--id <id>', 'client id')
    .requiredOption('--stores <ids>', 'stores it acts for, comma separated')
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
    .addCommand(clientRemove(finish));
};
