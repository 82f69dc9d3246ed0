/** What every command answers to the shell (operations.md, "Commands"). `otherRelease`: only another
 * release, mostly a later one, can use the data. */
export const exitCode = { done: 0, fault: 1, usedWrongly: 2, otherRelease: 3 } as const;

export type ExitCode = (typeof exitCode)[keyof typeof exitCode];

/** Called by a command's action with how it ended. */
export type Finish = (code: ExitCode) => void;
