/** Appends of one event each to streams of their own, by the official client alone. */
export interface RawJob {
  readonly eventStoreUrl: string;
  readonly streamPrefix: string;
  /** An event as the ledger writes it for a capture, so that both carry the same bytes. */
  readonly event: { readonly type: string; readonly data: object; readonly metadata: object };
  readonly concurrency: number;
  readonly seconds: number;
  /** Most appends, however quick they are. */
  readonly appendsMax: number;
}

export interface RawResult {
  readonly latencies: Float64Array;
  readonly elapsedSeconds: number;
  readonly cpuSeconds: number;
  readonly memoryMb: number;
}
