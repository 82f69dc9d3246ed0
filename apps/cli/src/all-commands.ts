import type { Command } from 'commander';
import type { Finish } from './exit-code.js';
import { actionsCommand } from './operator/actions.command.js';
import { backupCommand, restoreCommand } from './operator/backup/backup.command.js';
import { benchCommand } from './operator/bench.command.js';
import { clientCommand } from './operator/client.command.js';
import { eraseCommand } from './operator/erase.command.js';
import { orderCommand } from './operator/order.command.js';
import { rebuildCommand } from './operator/rebuild.command.js';
import { exportCommand } from './operator/export.command.js';
import { rewrapCommand } from './operator/rewrap.command.js';
import { sealCommand, sealsCommand } from './operator/seal.command.js';
import { settlementCommand } from './operator/settlement.command.js';
import { webhookCommand } from './operator/webhook.command.js';
import { storeCommand } from './operator/store.command.js';
import { verifyCommand } from './operator/verify/verify.command.js';
import { partCommands } from './part/part.command.js';
import { upCommand } from './up/up.command.js';

/** The commands of the program, in the order in which its help shows them. */
export const allCommands = (finish: Finish): readonly Command[] => [
  upCommand(finish),
  ...partCommands(finish),
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
