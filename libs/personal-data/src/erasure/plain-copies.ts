import type { ClientBase } from 'pg';

/** Where plain copies of customers' data are kept, so that an erasure reaches them. */
export interface PlainCopies {
  /** Keeps new copies from being written until the transaction ends. Called before a key is destroyed. */
  readonly hold: (client: ClientBase) => Promise<void>;
  /** Deletes what was copied under these keys; answers of how many orders. Within the same transaction. */
  readonly forget: (client: ClientBase, keyIds: readonly string[]) => Promise<number>;
  /** The key that an order's customer is shown under; none if the order shows no customer, or not yet. */
  readonly keyOfOrder: (client: ClientBase, orderId: string) => Promise<string | undefined>;
  /** Deletes copies that nobody reads any more. After the transaction. */
  readonly clearLeftovers: (client: ClientBase) => Promise<void>;
}
