import type { Rejected } from './decision.js';

/** One rule that a subject can fail. */
export type Check<Subject> = (subject: Subject) => Rejected | undefined;

/** Runs checks in their documented order; the first that fails is the answer. */
export const firstRejection = <Subject>(
  checks: readonly Check<Subject>[],
  subject: Subject,
): Rejected | undefined => {
  for (const check of checks) {
    const rejected = check(subject);
    if (rejected !== undefined) return rejected;
  }
  return undefined;
};
