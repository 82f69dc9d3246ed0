/** A kind of refusal, as `type`, `title` and `code` of RFC 9457 name it. */
export interface ProblemType {
  readonly status: number;
  readonly code: string;
  /** The same for every occurrence of the code; `detail` says what happened this time. */
  readonly title: string;
}

/** A command that a rule refuses. */
export const refused = <Code extends string>(code: Code, title: string) =>
  ({ status: 422, code, title }) as const;
