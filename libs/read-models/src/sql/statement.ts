/** A prepared statement with its values, ready to be sent. */
export interface Statement {
  /** Prepared once for each connection under this name. */
  readonly name: string;
  readonly text: string;
  readonly values: readonly unknown[];
}
