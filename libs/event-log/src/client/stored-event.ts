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
