/** What every command answers to the shell (running.md, "Commands"). */
export const exitCode = { done: 0, fault: 1, usedWrongly: 2 } as const;

export type ExitCode = (typeof exitCode)[keyof typeof exitCode];

/** Called by a command's action with how it ended. */
export type Finish = (code: ExitCode) => void;
