import type { Command } from 'commander';
import type { Finish } from './exit-code.js';

type Group = readonly [
  names: readonly string[],
  load: (finish: Finish) => Promise<readonly Command[]>,
];

/** A group with only one command. */
const single = (name: string, load: () => Promise<(finish: Finish) => Command>): Group => [
  [name],
  async (finish) => [(await load())(finish)],
];

/**
 * The command `ledger bench`. `npm run bench` runs it. The command only works with the development
 * dependencies, which its scenarios need.
 */
const benchCommand = async (finish: Finish): Promise<Command> => {
  const { benchOptions, benchProgram } = await import('../../bench/src/bench-options.js');
  return benchProgram().action(async (_options: unknown, command: Command) => {
    const { runBench } = await import('../../bench/src/run-bench.js');
    finish(await runBench(benchOptions(command)));
  });
};

/**
 * The groups of commands of `ledger`, in the order of the help. Each group has the names of its
 * commands and a function that loads them. Only the group that is called is loaded. Loading the
 * others would take memory and most of a second, in each process that `up` starts.
 */
const groups: readonly Group[] = [
  single('up', async () => (await import('./up/up.command.js')).upCommand),
  [
    ['api', 'worker', 'event-node', 'postgres', 'sandbox'],
    async (finish) => (await import('./process/process.command.js')).processCommands(finish),
  ],
  single('client', async () => (await import('./operator/client.command.js')).clientCommand),
  single('console', async () => (await import('./operator/console.command.js')).consoleCommand),
  single('store', async () => (await import('./operator/store.command.js')).storeCommand),
  single('order', async () => (await import('./operator/order.command.js')).orderCommand),
  single('rebuild', async () => (await import('./operator/rebuild.command.js')).rebuildCommand),
  single('erase', async () => (await import('./operator/erase.command.js')).eraseCommand),
  single('rewrap', async () => (await import('./operator/rewrap.command.js')).rewrapCommand),
  single('verify', async () => (await import('./operator/verify/verify.command.js')).verifyCommand),
  single('export', async () => (await import('./operator/export.command.js')).exportCommand),
  [
    ['seal', 'seals'],
    async (finish) => {
      const { sealCommand, sealsCommand } = await import('./operator/seal.command.js');
      return [sealCommand(finish), sealsCommand()];
    },
  ],
  single('actions', async () => (await import('./operator/actions.command.js')).actionsCommand),
  [
    ['backup', 'restore'],
    async (finish) => {
      const commands = await import('./operator/backup/backup.command.js');
      return [commands.backupCommand(finish), commands.restoreCommand(finish)];
    },
  ],
  single(
    'settlement',
    async () => (await import('./operator/settlement.command.js')).settlementCommand,
  ),
  single('webhook', async () => (await import('./operator/webhook.command.js')).webhookCommand),
  [['bench'], async (finish) => [await benchCommand(finish)]],
];

/** All commands of `ledger`, in the order of the help. */
export const allCommands = async (finish: Finish): Promise<readonly Command[]> => {
  const commands: Command[] = [];
  for (const [, load] of groups) commands.push(...(await load(finish)));
  return commands;
};

/**
 * Returns the commands to load for a command line with the first word `name`: the group of that
 * command. If the word is no command, for example `--help`, all commands are returned.
 */
export const commandsFor = async (
  name: string | undefined,
  finish: Finish,
): Promise<readonly Command[]> => {
  const group = groups.find(([names]) => name !== undefined && names.includes(name));
  return group === undefined ? allCommands(finish) : group[1](finish);
};
