import type { Problem } from './types.js';

/** An answer of the API that is none of success: its words are the API's own. */
export class ApiProblem extends Error {
  override readonly name = 'ApiProblem';

  constructor(
    readonly status: number,
    readonly problem: Partial<Problem>,
  ) {
    super(problem.detail ?? problem.title ?? `The API answered with status ${status}.`);
  }

  /** The stable code of the error. */
  get code(): string | undefined {
    return this.problem.code;
  }

  /** The id by which the answer is found in the logs. */
  get correlationId(): string | undefined {
    return this.problem.correlationId;
  }

  /** Wrong fields of a request, each with what it must be. */
  get violations(): readonly string[] {
    const { errors = [] } = this.problem;
    return errors.map(({ pointer, detail }) => `${pointer.replace(/^\//, '')} ${detail}`.trim());
  }
}

/** The API could not be asked. */
export class Unreachable extends Error {
  override readonly name = 'Unreachable';

  constructor(cause: unknown) {
    super('The API does not answer. The request may or may not have arrived.', { cause });
  }
}

const serverFault = 500;

/**
 * True for a failure that leaves open whether a command took effect: no answer came, or one of a
 * server that failed, or of a proxy before it.
 */
export const leavesOpen = (error: Error): boolean =>
  error instanceof Unreachable || (error instanceof ApiProblem && error.status >= serverFault);
