import type { ChildProcess } from 'node:child_process';

/** A part that is run and watched as a child process. */
export interface PartDefinition {
  readonly name: string;
  /**
   * Starts the process, with an IPC channel on which it says that it is ready. `url` is what the part reported at an
   * earlier start: it listens there again, so that URLs stay valid.
   */
  readonly start: (url: string | undefined) => ChildProcess;
}
