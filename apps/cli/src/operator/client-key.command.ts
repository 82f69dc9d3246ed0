import { readFileSync } from 'node:fs';
import { Command } from 'commander';
import {
  accessMigrations,
  type KeyCreated,
  KeyDirectory,
  type KeyKind,
  keyKindOf,
  keyKinds,
  keyParameters,
  type KeyParameters,
  KeySecretBox,
} from '#access';
import { loadSettings, migrate, secretKeys } from '#runtime';
import { exitCode, type ExitCode, type Finish, WrongUsage } from '../exit-code.js';
import { allItems, printFault, printJson, printLines, printList } from './print.js';
import { withDatabase } from './with-database.js';

interface JsonOption {
  readonly json?: boolean;
}

interface CreateOptions extends JsonOption {
  readonly kind: string;
  readonly store?: string;
  readonly passwordFile?: string;
  readonly [parameter: string]: unknown;
}

const onKeys = async <Result>(task: (keys: KeyDirectory) => Promise<Result>): Promise<Result> => {
  const settings = loadSettings();
  return withDatabase(settings, async (pool) => {
    await migrate(pool, [accessMigrations]);
    return task(new KeyDirectory(pool, new KeySecretBox(secretKeys(settings))));
  });
};

/** The file descriptor of standard input. */
const standardInput = 0;

/**
 * Reads the password from a file and not from an option, because other users of the machine can see
 * command lines.
 */
const passwordOf = ({ passwordFile }: CreateOptions): string | undefined => {
  if (passwordFile === undefined) return undefined;
  try {
    const text = readFileSync(passwordFile === '-' ? standardInput : passwordFile, 'utf8');
    return text.replace(/\r?\n$/, '');
  } catch (error) {
    throw new WrongUsage(`--password-file: ${passwordFile} cannot be read`, { cause: error });
  }
};

const kindOf = (name: string): KeyKind => {
  const kind = keyKindOf(name);
  if (kind !== undefined) return kind;
  const names = keyKinds.map((one) => one.name).join(', ');
  throw new WrongUsage(`--kind: "${name}" is none of ${names}`);
};

const parametersOf = ({ name, parameters }: KeyKind, options: CreateOptions): KeyParameters => {
  const password = passwordOf(options);
  for (const other of keyParameters) {
    if (parameters.some((one) => one.name === other.name)) continue;
    const isGiven = other.isSecret === true ? password : options[other.name];
    if (isGiven !== undefined) throw new WrongUsage(`--kind ${name} takes no ${other.name}`);
  }
  const values = parameters.map((parameter) => {
    const value = parameter.isSecret === true ? password : options[parameter.name];
    const option = parameter.isSecret === true ? '--password-file' : `--${parameter.name}`;
    if (typeof value !== 'string') throw new WrongUsage(`${option} is needed for --kind ${name}`);
    if (!parameter.accepts(value)) throw new WrongUsage(`${option}: must be ${parameter.mustBe}`);
    return [parameter.name, value];
  });
  return Object.fromEntries(values) as KeyParameters;
};

type KeyRefusal = Exclude<KeyCreated, { readonly kind: 'created' }>;

const whyRefused = (created: KeyRefusal, clientId: string): string => {
  switch (created.kind) {
    case 'client-not-found':
      return `There is no client "${clientId}".`;
    case 'store-needed':
      return `Client "${clientId}" does not have exactly one store; name the store with --store`;
    case 'store-not-found':
      return `Client "${clientId}" does not act for a store "${created.store}".`;
    case 'login-taken':
      return 'Another key of this kind already has this e-mail address or user name.';
    case 'too-many-keys':
      return `Client "${clientId}" has too many keys; revoke one with: ledger client key revoke`;
  }
};

const report = (created: KeyCreated, clientId: string, { json }: CreateOptions): ExitCode => {
  if (created.kind !== 'created') {
    printFault(whyRefused(created, clientId));
    return exitCode.fault;
  }
  const { keyId, kind, store } = created.key;
  if (json === true) printJson({ keyId, clientId, kind, store, ...created.shown });
  else {
    const lines = Object.entries({ keyId, store, ...created.shown });
    printLines(lines.map(([name, value]) => `${name.padEnd(16)}${value}`));
  }
  return exitCode.done;
};

const createKey = (finish: Finish): Command => {
  const command = new Command('create')
    .description('Make a key of a client for another contract; its secrets are shown once')
    .argument('<clientId>', 'client id')
    .requiredOption('--kind <kind>', `one of ${keyKinds.map(({ name }) => name).join(', ')}`)
    .option('--store <id>', 'the store that the key acts for; needed if the client has several')
    .option('--password-file <file>', 'a file with the password; - is standard input')
    .option('--json', 'answer in JSON');
  for (const { name, mustBe, isSecret } of keyParameters)
    if (isSecret !== true) command.option(`--${name} <${name}>`, mustBe);
  return command.action(async (clientId: string, options: CreateOptions) => {
    const kind = kindOf(options.kind);
    const parameters = parametersOf(kind, options);
    const { store } = options;
    const order = { clientId, kind, parameters, ...(store !== undefined && { store }) };
    const created = await onKeys(async (keys) => keys.create(order));
    finish(report(created, clientId, options));
  });
};

const listKeys = (finish: Finish): Command =>
  new Command('list')
    .description('List the keys of a client, without their secrets')
    .argument('<clientId>', 'client id')
    .option('--json', 'answer in JSON')
    .action(async (clientId: string, { json = false }: JsonOption) => {
      const items = await onKeys(async (keys) => {
        const first = await keys.list(clientId, { limit: 1 });
        if (first === undefined) return undefined;
        return allItems({
          list: async (request) => (await keys.list(clientId, request)) ?? first,
        });
      });
      if (items === undefined) {
        printFault(`There is no client "${clientId}".`);
        finish(exitCode.fault);
      } else if (json) printJson({ items });
      else
        printList(
          items.map(({ keyId, kind, store, hint, details }) =>
            [keyId, kind, store, `...${hint}`, ...Object.values(details)].join('  '),
          ),
          `Client "${clientId}" has no key.`,
        );
    });

const revokeKey = (finish: Finish): Command =>
  new Command('revoke')
    .description('Revoke a key; it stops working within 5 seconds')
    .argument('<clientId>', 'client id')
    .argument('<keyId>', 'key id, as `client key list` shows it')
    .option('--json', 'answer in JSON')
    .action(async (clientId: string, keyId: string, { json = false }: JsonOption) => {
      const revoked = await onKeys(async (keys) => keys.revoke(clientId, keyId));
      if (!revoked) {
        printFault(`Client "${clientId}" has no key "${keyId}".`);
        finish(exitCode.fault);
      } else if (json) printJson({ revoked: keyId });
      else printLines([`Revoked  ${keyId}`]);
    });

/**
 * `ledger client key`: manages the keys of a client for contracts such as Medusa. Walley's contract
 * and `/v1` need no such key, because they use the secret of the client.
 */
export const clientKeyCommand = (finish: Finish): Command =>
  new Command('key')
    .description('Manage the keys of clients for other contracts')
    .addCommand(createKey(finish))
    .addCommand(listKeys(finish))
    .addCommand(revokeKey(finish));
