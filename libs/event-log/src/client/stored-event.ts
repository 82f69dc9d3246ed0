/** An event as the client hands it out, before we know what is in it. */
export interface StoredEvent {
  readonly streamId: string;
  readonly id: string;
  readonly revision: bigint;
  readonly type: string;
  readonly data: unknown;
  readonly metadata?: unknown;
  /** By the event store's clock. */
  readonly created?: Date | undefined;
  readonly position?: { readonly commit: bigint } | undefined;
}

/**
 * An event to append, its data and metadata as JSON in UTF-8. Bytes, since the client turns an object into JSON, that
 * into base64, and that back into bytes each time it serialises the message, which it does twice (event-store-client.md,
 * "Cost per event"). It tells bytes by their very class, so they are no `Buffer`.
 */
export interface JsonEvent {
  /** UUID. */
  readonly id: string;
  readonly type: string;
  readonly data: Uint8Array;
  readonly metadata: Uint8Array;
}

/** The position before every event: where a follower of an empty log stands. */
export const beforeTheLog = -1n;
