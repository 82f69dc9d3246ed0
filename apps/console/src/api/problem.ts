import type { Problem } from './types.js';

/** The API answered with an error status. The message is the text that the API sent. */
export class ApiProblem extends Error {
  override readonly name = 'ApiProblem';

  constructor(
    readonly status: number,
    readonly problem: Partial<Problem>,
  ) {
    super(problem.detail ?? problem.title ?? `The API answered with status ${status}.`);
  }

  /**
   * The API's error code. A program can rely on the code, while the wording of the message may
   * change.
   */
  get code(): string | undefined {
    return this.problem.code;
  }

  /** The id under which the request appears in the API's log. */
  get correlationId(): string | undefined {
    return this.problem.correlationId;
  }

  /** One text per wrong field of the request: the field's name and the rule that it breaks. */
  get violations(): readonly string[] {
    const { errors = [] } = this.problem;
    return errors.map(({ pointer, detail }) => `${pointer.replace(/^\//, '')} ${detail}`.trim());
  }
}

/** No answer came from the API. */
export class Unreachable extends Error {
  override readonly name: string = 'Unreachable';

  constructor(
    cause: unknown,
    message = 'The API does not answer. The request may or may not have arrived.',
  ) {
    super(message, { cause });
  }
}

/** No complete answer came within the time limit, so the call may have taken effect. */
export class TimedOut extends Unreachable {
  override readonly name = 'TimedOut';

  constructor(cause: unknown) {
    super(cause, 'The API did not answer in time. The request may have been recorded.');
  }
}

const serverFault = 500;

/**
 * True if nobody knows whether the command took effect: no answer came, or a server or a proxy
 * answered with a status of 500 or above.
 */
export const leavesOpen = (error: Error): boolean =>
  error instanceof Unreachable || (error instanceof ApiProblem && error.status >= serverFault);
