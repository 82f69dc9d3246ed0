import { Command } from 'commander';
import { createLogger, loadSettings, runPart } from '#runtime';
import type { RunningPart, Settings } from '#runtime';
import { exitCode } from '../exit-code.js';
import type { Finish } from '../exit-code.js';
import { checkWorker } from './check-worker.js';
import { eventLogCommands } from './event-log-commands.js';
import type { PartContext } from './part-context.js';
import { startApi } from './start-api.js';
import { startEventNode } from './start-event-node.js';
import { startPostgres } from './start-postgres.js';
import { startSandbox } from './start-sandbox.js';
import { startWorker } from './start-worker.js';

interface Options {
  readonly json?: boolean;
  readonly port?: string;
  readonly check?: boolean;
}

type StartPart = (context: PartContext, options: Options) => Promise<RunningPart>;

const partCommand = (
  finish: Finish,
  { name, description, start }: { name: string; description: string; start: StartPart },
): Command =>
  new Command(name)
    .description(description)
    .option('--json', 'log in JSON')
    .action(async (options: Options) => {
      const loaded = loadSettings();
      const settings: Settings = options.json ? { ...loaded, logFormat: 'json' } : loaded;
      if (options.check) {
        finish(await checkWorker(settings));
        return;
      }
      const logger = createLogger(settings, name);
      const code = await runPart(async () => start({ settings, logger }, options));
      finish(code === 0 ? exitCode.done : exitCode.fault);
    });

const workerCommand = (finish: Finish): Command => {
  const command = partCommand(finish, {
    name: 'worker',
    description: 'Run the projections into PostgreSQL',
    start: startWorker,
  });
  return command.option('--check', 'only tell whether a worker moves the projections');
};

const eventNodeCommand = (finish: Finish): Command => {
  const command = partCommand(finish, {
    name: 'event-node',
    description: 'Run the embedded EventStoreDB-compatible node; or work on its log',
    start: startEventNode,
  });
  for (const logCommand of eventLogCommands(finish)) command.addCommand(logCommand);
  return command;
};

/** The commands that run one part each, alone or under `up`. */
export const partCommands = (finish: Finish): Command[] => [
  partCommand(finish, { name: 'api', description: 'Run the HTTP service', start: startApi }),
  workerCommand(finish),
  eventNodeCommand(finish),
  partCommand(finish, {
    name: 'postgres',
    description: 'Run the embedded PostgreSQL',
    start: startPostgres,
  }).option('--port <port>', 'port on 127.0.0.1; 0 picks a free one', '0'),
  partCommand(finish, {
    name: 'sandbox',
    description: 'Run the card gateway sandbox, which answers as Stripe does',
    start: startSandbox,
  }),
];
