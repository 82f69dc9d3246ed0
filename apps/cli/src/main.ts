import { Command, CommanderError } from 'commander';
import { InvalidSettings, NewerSchema, readEnvFile, releaseVersion } from '#runtime';
import { commandsFor } from './all-commands.js';
import { CommandAudit, outcomeOf } from './audit/command-audit.js';
import {
  describeFatalError,
  exitCode,
  type ExitCode,
  type Finish,
  NotThere,
  WrongUsage,
} from './exit-code.js';
import { outliveTheReader, printFault } from './operator/print.js';

const describeError = (error: unknown): string => {
  if (!(error instanceof Error)) return String(error);
  if (error instanceof AggregateError && error.message === '') {
    return error.errors.map(describeError).join('; ');
  }
  return error.message;
};

/**
 * Returns true if the data on disk was written by another release. `UnknownFormat` is an error of
 * the event node and recognised by its name, because only the commands that need the event node
 * load its module.
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
    .description(
      'Runs the capture ledger or one of its processes, and gives its operator commands to inspect and change it',
    )
    .version(releaseVersion(), '--version', 'show the version of this release')
    .exitOverride()
    .showHelpAfterError('(--help shows the commands and options)');
  for (const command of await commandsFor(name, finish)) {
    program.addCommand(command, { hidden: command.name() === 'postgres' });
  }
  inheritSettings(program);
  return program;
};

/**
 * Copies settings such as `exitOverride` to all subcommands. Commander does so only for subcommands
 * that it creates itself.
 */
const inheritSettings = (parent: Command): void => {
  for (const command of parent.commands) inheritSettings(command.copyInheritedSettings(parent));
};

/**
 * Runs a command line of `ledger` and returns its exit code. Errors are printed on standard error.
 */
const runProgram = async (argv: readonly string[]): Promise<ExitCode> => {
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
    // Commander has already printed its own errors.
    if (!(error instanceof CommanderError)) printFault(describeError(error));
    return codeOf(error);
  }
};

outliveTheReader();
// Node also reports a rejected promise that nobody handles as an uncaught exception.
process.on('uncaughtException', (error) => {
  printFault(describeFatalError(error));
  process.exit(exitCode.fault);
});

readEnvFile();
process.exit(await runProgram(process.argv));
