/** A kind of refusal, as `type`, `title` and `code` of RFC 9457 name it. */
export interface ProblemType {
  readonly status: number;
  readonly code: string;
  /** The same for every occurrence; what happened this time stands in `detail`. */
  readonly title: string;
}

/** Where a code is documented: `GET /v1/problems/{code}`. */
export const problemPath = (code: string): string => `/v1/problems/${code}`;
