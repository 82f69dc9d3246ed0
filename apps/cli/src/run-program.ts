import { Command, CommanderError } from 'commander';
import { InvalidSettings, NewerSchema, releaseVersion } from '#runtime';
import { commandsFor } from './all-commands.js';
import { CommandAudit, outcomeOf } from './audit/command-audit.js';
import { exitCode, type ExitCode, type Finish, NotThere, WrongUsage } from './exit-code.js';
import { printFault } from './operator/print.js';
const describeError = (error: unknown): string => {
  if (!(error instanceof Error)) return String(error);
  if (error instanceof AggregateError && error.message === '') {
    return error.errors.map(describeError).join('; ');
  }
  return error.message;
};

/**
 * Returns whether an error means that the stored data were written by another release. The error
 * `UnknownFormat` of the event node is recognised by its name, because the event node's module is
 * not loaded here.
 */
const isOfOtherRelease = (error: unknown): boolean =>
  error instanceof NewerSchema || (error instanceof Error && error.name === 'UnknownFormat');

const codeOf = (error: unknown): ExitCode => {
  if (error instanceof CommanderError) {
    return error.exitCode === 0 ? exitCode.done : exitCode.usedWrongly;
  }
  if (isOfOtherRelease(error)) return exitCode.otherRelease;
  const wronglyUsed = error instanceof InvalidSettings || error instanceof WrongUsage;
  return wronglyUsed ? exitCode.usedWrongly : exitCode.fault;
};

const build = async (finish: Finish, name: string | undefined): Promise<Command> => {
  const program = new Command('ledger')
    .description('The capture ledger: runs it and its parts, and answers its operator')
    .version(releaseVersion(), '--version', 'show the version of this release')
    .exitOverride()
    .showHelpAfterError('(--help shows what is allowed)');
  for (const command of await commandsFor(name, finish)) {
    program.addCommand(command, { hidden: command.name() === 'postgres' });
  }
  inheritSettings(program);
  return program;
};

/**
 * Passes settings such as `exitOverride` to all subcommands. The library Commander does this only
 * for subcommands that it creates itself.
 */
const inheritSettings = (parent: Command): void => {
  for (const command of parent.commands) inheritSettings(command.copyInheritedSettings(parent));
};

/**
 * Runs a command line of `ledger` and returns its exit code. Errors are printed on standard error.
 */
export const runProgram = async (argv: readonly string[]): Promise<ExitCode> => {
  let code: ExitCode = exitCode.done;
  const audit = new CommandAudit();
  try {
    const program = await build((finished) => {
      code = finished;
    }, argv[2]);
    program.hook('preAction', async (_, command) => audit.begin(command));
    await program.parseAsync(argv);
    await audit.end(outcomeOf(code, false));
    return code;
  } catch (error) {
    await audit.end(outcomeOf(codeOf(error), !(error instanceof NotThere)));
    // The library Commander has printed its own errors already.
    if (!(error instanceof CommanderError)) printFault(describeError(error));
    return codeOf(error);
  }
};
