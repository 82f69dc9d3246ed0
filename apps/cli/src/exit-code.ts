/**
 * The exit codes of all commands (operations.md, "Commands"). `otherRelease`: the data on disk has
 * a format that only another release of the ledger can read, usually a later one.
 */
export const exitCode = { done: 0, fault: 1, usedWrongly: 2, otherRelease: 3 } as const;

export type ExitCode = (typeof exitCode)[keyof typeof exitCode];

/** The function by which a command reports its exit code when it has ended. */
export type Finish = (code: ExitCode) => void;

/**
 * Thrown if the arguments or settings of a command are wrong. The process ends with exit code 2.
 */
export class WrongUsage extends Error {
  override readonly name = 'WrongUsage';
}

/**
 * Thrown if a command names an order, store or other thing that does not exist. The process ends
 * with exit code 1.
 */
export class NotThere extends Error {
  override readonly name = 'NotThere';
}

/**
 * Returns the text to print for an error that ends the process: only its stack. Node.js would also
 * print the members of the error, and errors of PostgreSQL contain values of the row
 * (docs/personal-data.md).
 */
export const describeFatalError = (error: unknown): string =>
  error instanceof Error ? (error.stack ?? `${error.name}: ${error.message}`) : typeof error;
