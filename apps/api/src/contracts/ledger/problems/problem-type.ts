/** A kind of error. The fields have the meaning that RFC 9457 (problem details) gives them. */
export interface ProblemType {
  readonly status: number;
  readonly code: string;
  /**
   * The title is the same for every occurrence of the code; `detail` says what happened this time.
   */
  readonly title: string;
}

/** The refusal of a command by a rule of the domain (422). */
export const refused = <Code extends string>(code: Code, title: string) =>
  ({ status: 422, code, title }) as const;
