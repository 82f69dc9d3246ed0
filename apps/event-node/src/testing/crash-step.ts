/** The steps of a round, in their order. */
export const crashSteps = [
  'before-write',
  'within-write',
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
