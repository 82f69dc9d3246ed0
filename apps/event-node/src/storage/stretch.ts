/** A stretch of revisions in the direction of reading, both ends included. */
export interface Stretch {
  readonly from: number;
  readonly to: number;
  readonly backwards?: boolean;
}
