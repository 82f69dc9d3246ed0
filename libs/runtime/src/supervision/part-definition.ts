import type { ChildProcess } from 'node:child_process';

/** Where a part listens, as it reported. */
export interface PartAddress {
  readonly url?: string;
  /** Where its processes serve their metrics. */
  readonly metricsUrls?: readonly string[];
}

/** A part that is run and watched as a child process. */
export interface PartDefinition {
  readonly name: string;
  /**
   * Starts the process, with an IPC channel on which it says that it is ready. `former` is what the part reported at an
   * earlier start: it listens there again, so that URLs stay valid.
   */
  readonly start: (former: PartAddress) => ChildProcess;
  /** The others serve without it from the start on: a first start that fails is tried again like any other. */
  readonly isOptional?: boolean;
}
