import type { Command } from 'commander';
import { benchOptions, benchProgram } from '../../bench/src/bench-options.js';
import type { Finish } from './exit-code.js';
import { actionsCommand } from './operator/actions.command.js';
import { backupCommand, restoreCommand } from './operator/backup/backup.command.js';
import { clientCommand } from './operator/client.command.js';
import { eraseCommand } from './operator/erase.command.js';
import { exportCommand } from './operator/export.command.js';
import { orderCommand } from './operator/order.command.js';
import { rebuildCommand } from './operator/rebuild.command.js';
import { rewrapCommand } from './operator/rewrap.command.js';
import { sealCommand, sealsCommand } from './operator/seal.command.js';
import { settlementCommand } from './operator/settlement.command.js';
import { storeCommand } from './operator/store.command.js';
import { verifyCommand } from './operator/verify/verify.command.js';
import { webhookCommand } from './operator/webhook.command.js';
import { processCommands } from './process/process.command.js';
import { upCommand } from './up/up.command.js';

/** The commands of the program, in the order of its help. */
export const allCommands = (finish: Finish): readonly Command[] => [
  upCommand(finish),
  ...processCommands(finish),
  clientCommand(finish),
  storeCommand(finish),
  orderCommand(finish),
  rebuildCommand(finish),
  eraseCommand(finish),
  rewrapCommand(finish),
  verifyCommand(finish),
  exportCommand(finish),
  sealCommand(finish),
  sealsCommand(),
  actionsCommand(),
  backupCommand(finish),
  restoreCommand(finish),
  settlementCommand(finish),
  webhookCommand(finish),
  benchCommand(finish),
];

/** `npm run bench` from the build; needs the development dependencies. */
export const benchCommand = (finish: Finish): Command =>
  benchProgram().action(async (_options: unknown, command: Command) => {
    const { runBench } = await import('../../bench/src/run-bench.js');
    finish(await runBench(benchOptions(command)));
  });
