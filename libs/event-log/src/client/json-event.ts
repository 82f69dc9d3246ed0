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
