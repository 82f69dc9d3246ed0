import { setTimeout as pause } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { OrderQueries, PositionWatch } from '#read-models';
import { WaitingReads } from './waiting-reads.js';

/**
 * The shortest time between two queries of a waiting read. A projection that moves constantly would
 * otherwise cause many queries.
 */
const pauseMs = 100;

export interface AwaitedAction {
  /** A UUID, lower case. */
  readonly orderId: string;
  /** The `X-Request-Id` in the answer to the command, in lower case. */
  readonly correlationId: string;
  readonly timeoutMs: number;
}

/** Waits until the effect of a command is in the read model. */
@Injectable()
export class ActionWait {
  constructor(
    private readonly orders: OrderQueries,
    private readonly positions: PositionWatch,
    private readonly waiting: WaitingReads,
  ) {}

  /**
   * Returns true when the effect has appeared, and false if it does not appear within `timeoutMs`.
   *
   * @throws PositionWatchStopped if the process stops
   */
  async untilApplied(clientId: string, action: AwaitedAction): Promise<boolean> {
    // If the effect is there already, the read is answered at once and does not count against the
    // limit of waiting reads.
    if (await this.orders.wasApplied(action.orderId, action.correlationId)) return true;
    return this.waiting.during(clientId, () => this.lookUntilApplied(action));
  }

  private async lookUntilApplied(action: AwaitedAction): Promise<boolean> {
    const { orderId, correlationId, timeoutMs } = action;
    const until = performance.now() + timeoutMs;
    for (;;) {
      // The position is read first. If the effect appears between the two reads, the position has
      // moved on, and `waitFor` below returns at once.
      const position = await this.orders.position();
      if (await this.orders.wasApplied(orderId, correlationId)) return true;
      const leftMs = until - performance.now();
      if (leftMs <= 0) return false;
      const reached = await this.positions.waitFor(position + 1n, leftMs);
      // The projection did not move in time, so there is nothing new to look at. If the process
      // stops, `waitFor` throws and this line is not reached.
      if (reached <= position) return false;
      await pause(Math.min(pauseMs, leftMs));
    }
  }
}
