/** What kind of evidence does not hold (docs/audit.md, "What a finding means"). */
export type FindingKind =
  | 'unreadable'
  | 'hidden'
  | 'order-of-log'
  | 'revision'
  | 'chain'
  | 'event-id'
  | 'invariant'
  | 'seal'
  | 'settlement'
  | 'manifest'
  | 'read-model';

/** One thing that is not as it has to be, and where. */
export interface Finding {
  readonly kind: FindingKind;
  readonly detail: string;
  readonly stream?: string;
  /** In its stream. */
  readonly revision?: number;
  /** In the log; of a stretch, where it begins. */
  readonly position?: bigint;
}
