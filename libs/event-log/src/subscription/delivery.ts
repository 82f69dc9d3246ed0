import type { StoredEvent } from '../client/stored-event.js';

/** What a subscription delivers, in log order: events, and marks of how far the log was looked through. */
export type Delivery =
  | { readonly event: StoredEvent }
  | { readonly checkpoint: bigint }
  | { readonly caughtUp: boolean };

/** A source of deliveries that can be asked without waiting. */
export interface Deliveries {
  /** The next delivery, or `undefined` if none is there yet. */
  next(): Delivery | undefined;
  /** Resolves when there may be a next one; `false` when there will be none. Throws when the connection failed. */
  more(): Promise<boolean>;
}
