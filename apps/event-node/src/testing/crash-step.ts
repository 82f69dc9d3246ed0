/** The steps of a round, in their order; at `disk-full` the node is not killed but fails itself. */
export const crashSteps = [
  'before-write',
  'within-write',
  'disk-full',
  'after-write',
  'before-answer',
  'within-index',
] as const;

export type CrashStep = (typeof crashSteps)[number];

export interface Crash {
  readonly step: CrashStep;
  /** In which round of the process. */
  readonly round: number;
}
