/** An event as the client returns it, not checked. */
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
 * An event to append, its data and metadata as JSON in UTF-8. They are bytes, because the client
 * turns an object into JSON, that into base64, and that back into bytes each time it serialises the
 * message, which it does twice (event-store-client.md, "Cost per event"). The client compares the
 * class of bytes, so they must not be a `Buffer`.
 */
export interface JsonEvent {
  /** UUID. */
  readonly id: string;
  readonly type: string;
  readonly data: Uint8Array;
  readonly metadata: Uint8Array;
}

/** The position before every event: that of a follower of an empty log. */
export const beforeTheLog = -1n;
