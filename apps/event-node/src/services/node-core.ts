import type { NodeLimits, ByteBudget } from '../model/node-limits.js';
import type { DurablePosition } from '../reading/durable-position.js';
import type { LogStore } from '../storage/log-store.js';
import type { Writer } from '../streams/writer.js';

/** The objects of a node that all handlers of calls use. */
export interface NodeCore {
  readonly store: LogStore;
  readonly durable: DurablePosition;
  readonly writer: Writer;
  readonly budget: ByteBudget;
  readonly limits: NodeLimits;
  /** The number of open subscriptions. */
  readonly subscriptions: { open: number };
}
