/** A key that was destroyed. It names nobody. */
export interface Erasure {
  readonly keyId: string;
  readonly storeId: string;
  /** RFC 3339, UTC, milliseconds. */
  readonly erasedAt: string;
  /** A client's id, or the account that gave the command. */
  readonly erasedBy: string;
}

export interface ErasureRecord {
  readonly key_id: string;
  readonly store_id: string;
  readonly erased_at: Date;
  readonly erased_by: string;
}

export const erasureOf = (record: ErasureRecord): Erasure => ({
  keyId: record.key_id,
  storeId: record.store_id,
  erasedAt: record.erased_at.toISOString(),
  erasedBy: record.erased_by,
});
