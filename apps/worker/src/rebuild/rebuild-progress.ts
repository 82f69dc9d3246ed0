/** How far a rebuild is. */
export interface RebuildProgress {
  readonly step: 'loading' | 'indexing' | 'switching';
  /** Events of orders read so far. */
  readonly events: number;
  /** Up to where the log is read, and where it ended at the start. */
  readonly position: bigint;
  readonly end: bigint;
  /** Since the start. */
  readonly seconds: number;
}
