import { edgeProblems } from './edge-problems.js';
import type { ProblemType } from './problem-type.js';
import { rejectionProblems } from './rejection-problems.js';
import { settlementProblems } from './settlement-problems.js';

/** Every problem that `/v1` answers, by code. */
export const problemTypes: ReadonlyMap<string, ProblemType> = new Map(
  [...edgeProblems, ...Object.values(rejectionProblems), ...Object.values(settlementProblems)].map(
    (type) => [type.code, type],
  ),
);
