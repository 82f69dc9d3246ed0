/**
 * The exit codes of all commands (operations.md, "Commands"). `otherRelease`: only another release,
 * usually a later one, can use the data.
 */
export const exitCode = { done: 0, fault: 1, usedWrongly: 2, otherRelease: 3 } as const;

export type ExitCode = (typeof exitCode)[keyof typeof exitCode];

/** Called by the action of a command with its exit code. */
export type Finish = (code: ExitCode) => void;

/** The arguments of the command are not accepted. Ends the process with exit code 2. */
export class WrongUsage extends Error {
  override readonly name = 'WrongUsage';
}

/** Nothing of that name is there. Ends the process with exit code 1. */
export class NotThere extends Error {
  override readonly name = 'NotThere';
}

/**
 * Describes an error that ends a process. Node would print all members of the error, and errors of
 * PostgreSQL contain the values of a row (docs/personal-data.md).
 */
export const describeFatalError = (error: unknown): string =>
  error instanceof Error ? (error.stack ?? `${error.name}: ${error.message}`) : typeof error;
