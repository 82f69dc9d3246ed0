/**
 * The exit codes of all commands (operations.md, "Commands"). With `otherRelease` the stored data
 * have a format that only another release of the ledger, usually a later one, can read.
 */
export const exitCode = { done: 0, fault: 1, usedWrongly: 2, otherRelease: 3 } as const;

export type ExitCode = (typeof exitCode)[keyof typeof exitCode];

/** The function that a command calls with its exit code when it has ended. */
export type Finish = (code: ExitCode) => void;

/**
 * Thrown if the arguments or settings of a command are wrong. The process ends with exit code 2.
 */
export class WrongUsage extends Error {
  override readonly name = 'WrongUsage';
}

/**
 * Thrown if nothing, such as an order or a store, has the name that a command was given. The
 * process ends with exit code 1.
 */
export class NotThere extends Error {
  override readonly name = 'NotThere';
}

/**
 * Returns the text that is printed for an error that ends a process: the stack alone. Node.js would
 * print all members of the error, and errors of PostgreSQL have values of a row among them
 * (docs/personal-data.md).
 */
export const describeFatalError = (error: unknown): string =>
  error instanceof Error ? (error.stack ?? `${error.name}: ${error.message}`) : typeof error;
