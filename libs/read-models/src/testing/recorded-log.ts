import { decide, evolve } from '#ledger';
import type { Order, OrderCommand, RecordedOrderEvent } from '#ledger';
import type { ProjectedEvent, ProjectionPage } from '../projection/projection-page.js';
type LoggedEvent = ProjectedEvent & RecordedOrderEvent;

/**
 * A log in memory. The ledger's `decide` makes the events, and `orders` has the state of each order
 * after them. The read model must show the same state.
 */
export class RecordedLog {
  readonly events: LoggedEvent[] = [];
  readonly orders = new Map<string, Order>();

  /**
   * The distance between the positions of two events. Positions have gaps, as in a real log that
   * has events of other streams too.
   */
  static readonly #stride = 10n;

  get position(): bigint {
    return this.events.at(-1)?.position ?? -1n;
  }

  /** Decides the command and records its events. Returns whether the command was accepted. */
  submit(command: OrderCommand, correlationId: string = command.actionId): boolean {
    const decision = decide(this.orders.get(command.orderId), command);
    if (decision.kind !== 'accepted') return false;
    for (const event of decision.events) {
      const order = evolve(this.orders.get(command.orderId), { ...event, cause: decision.cause });
      this.orders.set(command.orderId, order);
      this.events.push({
        ...event,
        cause: decision.cause,
        revision: order.revision,
        position: BigInt(this.events.length) * RecordedLog.#stride,
        recordedAt: command.at,
        metadata: { correlationId },
      });
    }
    return true;
  }

  /** Submits commands, and throws if one of them is not accepted. */
  accept(...commands: readonly OrderCommand[]): this {
    for (const command of commands)
      if (!this.submit(command)) throw new Error(`${command.type} was not accepted`);
    return this;
  }

  /** The events from index `from` to index `to`, exclusive, as a page. */
  page(from = 0, to = this.events.length): ProjectionPage {
    const after = this.events[from - 1]?.position ?? -1n;
    const events = this.events.slice(from, to);
    return { after, events, position: events.at(-1)?.position ?? after };
  }

  /** The whole log in pages of `size` events. */
  *pages(size: number): Generator<ProjectionPage, void> {
    for (let from = 0; from < this.events.length; from += size) yield this.page(from, from + size);
  }
}
