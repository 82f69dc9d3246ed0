/** How a part is started as a child process. */
export interface PartLaunch {
  /** Arguments of the program. */
  readonly args: readonly string[];
  /** Added to this process's own environment. */
  readonly environment: Readonly<Record<string, string>>;
}

/** A part that is run and watched as a child process. */
export interface PartDefinition {
  readonly name: string;
  /** The program, a JavaScript file. */
  readonly program: string;
  /** `url` is what the part reported at an earlier start: it listens there again, so that URLs stay valid. */
  readonly launch: (url: string | undefined) => PartLaunch;
}
