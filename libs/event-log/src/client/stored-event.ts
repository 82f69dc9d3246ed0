/** An event as the client returns it, unchecked. */
export interface StoredEvent {
  readonly streamId: string;
  readonly id: string;
  readonly revision: bigint;
  readonly type: string;
  readonly data: unknown;
  readonly metadata?: unknown;
  /** The time of the append, by the event store's clock. */
  readonly created?: Date | undefined;
  readonly position?: { readonly commit: bigint } | undefined;
}

/**
 * An event to be appended. Data and metadata are given as bytes: JSON in UTF-8. The client would
 * first convert objects to JSON and base64, which takes longer (event-store-client.md, "Cost per
 * event"). The bytes have to be a plain `Uint8Array`: the client does not accept a `Buffer`.
 */
export interface JsonEvent {
  /** UUID. */
  readonly id: string;
  readonly type: string;
  readonly data: Uint8Array;
  readonly metadata: Uint8Array;
}

/**
 * The position before the first event of the log; the position of a consumer that has handled
 * nothing.
 */
export const beforeTheLog = -1n;
