import { Command, CommanderError } from 'commander';
import { InvalidSettings } from '#runtime';
import { exitCode } from './exit-code.js';
import type { ExitCode, Finish } from './exit-code.js';
import { benchCommand } from './operator/bench.command.js';
import { clientCommand } from './operator/client.command.js';
import { eraseCommand } from './operator/erase.command.js';
import { orderCommand } from './operator/order.command.js';
import { rebuildCommand } from './operator/rebuild.command.js';
import { exportCommand } from './operator/export.command.js';
import { rewrapCommand } from './operator/rewrap.command.js';
import { settlementCommand } from './operator/settlement.command.js';
import { webhookCommand } from './operator/webhook.command.js';
import { storeCommand } from './operator/store.command.js';
import { verifyCommand } from './operator/verify/verify.command.js';
import { partCommands } from './part/part.command.js';
import { upCommand } from './up/up.command.js';
import { WrongUsage } from './wrong-usage.js';

const describeError = (error: unknown): string => {
  if (!(error instanceof Error)) return String(error);
  if (error instanceof AggregateError && error.message === '') {
    return error.errors.map(describeError).join('; ');
  }
  return error.message;
};

const codeOf = (error: unknown): ExitCode => {
  if (error instanceof CommanderError) {
    return error.exitCode === 0 ? exitCode.done : exitCode.usedWrongly;
  }
  const wronglyUsed = error instanceof InvalidSettings || error instanceof WrongUsage;
  return wronglyUsed ? exitCode.usedWrongly : exitCode.fault;
};

const build = (finish: Finish): Command => {
  const program = new Command('ledger')
    .description('The capture ledger: runs it and its parts, and answers its operator')
    .exitOverride()
    .showHelpAfterError('(--help shows what is allowed)');
  const commands = [
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
    settlementCommand(finish),
    webhookCommand(finish),
    benchCommand(finish),
  ];
  for (const command of commands) {
    program.addCommand(command, { hidden: command.name() === 'postgres' });
  }
  inheritSettings(program);
  return program;
};

/** Commander hands settings on only to commands it makes itself. */
const inheritSettings = (parent: Command): void => {
  for (const command of parent.commands) inheritSettings(command.copyInheritedSettings(parent));
};

/** Runs one command line and answers its exit code; says on standard error what went wrong. */
export const runProgram = async (argv: readonly string[]): Promise<ExitCode> => {
  let code: ExitCode = exitCode.done;
  const program = build((finished) => {
    code = finished;
  });
  try {
    await program.parseAsync(argv);
    return code;
  } catch (error) {
    // Commander has said what was wrong with the command line already.
    if (!(error instanceof CommanderError)) process.stderr.write(`${describeError(error)}\n`);
    return codeOf(error);
  }
};
