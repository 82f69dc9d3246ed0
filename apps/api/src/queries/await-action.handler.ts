import { setTimeout as pause } from 'node:timers/promises';
import { QueryHandler } from '@nestjs/cqrs';
import type { IQueryHandler } from '@nestjs/cqrs';
import { OrderQueries, PositionWatch } from '#read-models';
import { AwaitAction } from './await-action.query.js';
import { WaitingReads } from './waiting-reads.js';

/** So that a waiting read asks the database ten times a second at most, however fast the projection moves. */
const pauseMs = 100;

@QueryHandler(AwaitAction)
export class AwaitActionHandler implements IQueryHandler<AwaitAction> {
  constructor(
    private readonly orders: OrderQueries,
    private readonly positions: PositionWatch,
    private readonly waiting: WaitingReads,
  ) {}

  async execute(awaited: AwaitAction): Promise<boolean> {
    const { clientId, action } = awaited;
    // What is applied already is not refused because others wait.
    if (await this.orders.wasApplied(action.orderId, action.correlationId)) return true;
    return this.waiting.during(clientId, () => this.untilApplied(awaited));
  }

  private async untilApplied({ action, timeoutMs }: AwaitAction): Promise<boolean> {
    const { orderId, correlationId } = action;
    const until = performance.now() + timeoutMs;
    for (;;) {
      // The position is read first: an action applied between both reads moves it, and the wait ends at once.
      const position = await this.orders.position();
      if (await this.orders.wasApplied(orderId, correlationId)) return true;
      const leftMs = until - performance.now();
      if (leftMs <= 0) return false;
      const reached = await this.positions.waitFor(position + 1n, leftMs);
      // Nothing came within the time. (A process that stops ends the wait with a fault instead.)
      if (reached <= position) return false;
      await pause(Math.min(pauseMs, leftMs));
    }
  }
}
