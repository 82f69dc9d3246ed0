import { Command } from 'commander';
import {
  accessMigrations,
  ClientDirectory,
  codeMinutes,
  isScope,
  OneTimeCodes,
  type Scope,
  scopes as allScopes,
} from '#access';
import { loadSettings, migrate, runningInstance, type Settings } from '#runtime';
import { exitCode, type Finish, WrongUsage } from '../exit-code.js';
import { printFault, printJson, printLines } from './print.js';
import { withDatabase } from './with-database.js';

interface Options {
  readonly client?: string;
  readonly scopes?: string;
  readonly url?: string;
  readonly json?: boolean;
}

/**
 * Returns the client to sign in as. `--client` comes first, then the bootstrap client of the
 * settings, then `demo`, which `up` creates. In production `up` creates no `demo`, so the option or
 * the setting is required.
 */
const clientOf = ({ client }: Options, settings: Settings): string => {
  const named = client ?? settings.bootstrapClientId;
  if (named !== undefined) return named;
  if (settings.nodeEnv !== 'production') return 'demo';
  throw new WrongUsage(
    '--client is needed: the client whose scopes and stores the console gets; see: ledger client list',
  );
};

const scopesOf = ({ scopes }: Options): readonly Scope[] =>
  scopes === undefined
    ? allScopes
    : scopes.split(',').map((name) => {
        const scope = name.trim();
        if (isScope(scope)) return scope;
        throw new WrongUsage(`--scopes: "${scope}" is none of ${allScopes.join(', ')}`);
      });

const httpAddress = /^https?:\/\//;

const addressOf = ({ url }: Options, settings: Settings): string => {
  const base = url ?? settings.publicUrl ?? runningInstance(settings.dataDir)?.url;
  if (base !== undefined && httpAddress.test(base)) return base.replace(/\/$/, '');
  throw new WrongUsage(
    '--url is needed: the http(s) address of the API, because PUBLIC_URL is not set and no API runs on DATA_DIR',
  );
};

/**
 * `ledger console`: prints a link that works once and signs in to the console (docs/console.md).
 */
export const consoleCommand = (finish: Finish): Command =>
  new Command('console')
    .description(
      'Print a link that opens the console and signs in; it works once and for a few minutes',
    )
    .option(
      '--client <id>',
      'the client whose scopes and stores the console gets; default: the client of `ledger up`',
    )
    .option('--scopes <scopes>', "some of the client's scopes, comma separated; all if left out")
    .option(
      '--url <url>',
      'the address of the API; default: PUBLIC_URL, or the instance on DATA_DIR',
    )
    .option('--json', 'answer in JSON')
    .action(async (options: Options) => {
      const settings = loadSettings();
      const clientId = clientOf(options, settings);
      const scopes = scopesOf(options);
      const url = addressOf(options, settings);
      const code = await withDatabase(settings, async (pool) => {
        await migrate(pool, [accessMigrations]);
        const client = await new ClientDirectory(pool).find(clientId);
        return client && new OneTimeCodes(pool).issue(clientId, scopes);
      });
      if (code === undefined) {
        printFault(`There is no client "${clientId}".`);
        finish(exitCode.fault);
        return;
      }
      const link = `${url}/console/#code=${code}`;
      if (options.json === true) printJson({ link, clientId, minutes: codeMinutes });
      else
        printLines([
          `This link signs in as ${clientId}. It works once, within ${codeMinutes} minutes:`,
          '',
          `  ${link}`,
          '',
        ]);
    });
