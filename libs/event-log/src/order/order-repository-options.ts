import type { CommandQueueLimits } from './order-lines.js';
import type { RecentOrdersLimits } from './recent-orders.js';

/** Limits on executing commands. */
export interface OrderRepositoryOptions extends CommandQueueLimits, RecentOrdersLimits {
  /**
   * How long a command is kept trying while the event store does not answer
   * or others are quicker, milliseconds; one call may overrun it.
   */
  readonly giveUpAfterMs: number;
  /** Told of each append that found the order changed by another process. */
  readonly onConflict: () => void;
}

export const defaultOrderRepositoryOptions: OrderRepositoryOptions = {
  waitingPerOrderMax: 1_000,
  togetherMax: 128,
  commandsMax: 10_000,
  waitMsMax: 10_000,
  giveUpAfterMs: 10_000,
  onConflict: () => undefined,
  recentOrdersMax: 50_000,
  recentBytesMax: 128 * 1024 * 1024,
};
