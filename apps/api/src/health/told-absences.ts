import type { Logger } from '#runtime';

/** Health says only that a dependency is away. The log says why, once for each reason. */
export class LoggedAbsences {
  readonly #reasons = new Map<string, string>();

  constructor(private readonly logger: Logger) {}

  see(dependency: string, asked: PromiseSettledResult<unknown>): void {
    if (asked.status === 'fulfilled') {
      if (this.#reasons.delete(dependency)) this.logger.info({ dependency }, 'ready again');
      return;
    }
    const why = asked.reason instanceof Error ? asked.reason.message : String(asked.reason);
    if (this.#reasons.get(dependency) !== why) this.logger.warn({ dependency, why }, 'not ready');
    this.#reasons.set(dependency, why);
  }
}
