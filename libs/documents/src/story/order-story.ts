import type { OrderBalance, OrderEvent } from '#ledger';
import type { SettledIn } from '#read-models';
import type { IssuingStore } from '../issuer.js';

/** An event of the order as the log has it. */
export type StoryEvent = OrderEvent & {
  readonly revision: number;
  readonly recordedAt: string;
  readonly metadata: { readonly clientId: string; readonly chain: string };
};

/** What the story of an order is made of. */
export interface OrderStory {
  /** After the last event. */
  readonly order: OrderBalance;
  /** All of them, at least the registration. */
  readonly events: readonly StoryEvent[];
  /** By the id of a capture or refund. */
  readonly settled: ReadonlyMap<string, SettledIn>;
  readonly store: IssuingStore | undefined;
  readonly timeZone: string;
  /** As far as it is known and was not erased. */
  readonly buyer?: string;
}
