import { setTimeout as pause } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { OrderQueries, PositionWatch } from '#read-models';
import { WaitingReads } from './waiting-reads.js';

/** Shortest pause before a waiting read looks again, however fast the projection moves. */
const pauseMs = 100;

export interface AwaitedAction {
  /** A UUID, lower case. */
  readonly orderId: string;
  /** The `X-Request-Id` of the command's answer, lower case. */
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
   * False if the action is not applied in time. @throws PositionWatchStopped if the process stops
   */
  async untilApplied(clientId: string, action: AwaitedAction): Promise<boolean> {
    // The action may be applied already. Then the read is answered at once, however many others
    // wait.
    if (await this.orders.wasApplied(action.orderId, action.correlationId)) return true;
    return this.waiting.during(clientId, () => this.lookUntilApplied(action));
  }

  private async lookUntilApplied(action: AwaitedAction): Promise<boolean> {
    const { orderId, correlationId, timeoutMs } = action;
    const until = performance.now() + timeoutMs;
    for (;;) {
      // The position is read before the action. So if the action is applied between the two reads,
      // the position has moved, and the wait below ends at once.
      const position = await this.orders.position();
      if (await this.orders.wasApplied(orderId, correlationId)) return true;
      const leftMs = until - performance.now();
      if (leftMs <= 0) return false;
      const reached = await this.positions.waitFor(position + 1n, leftMs);
      // The projection did not move in time. (If the process stops, the wait throws instead.)
      if (reached <= position) return false;
      await pause(Math.min(pauseMs, leftMs));
    }
  }
}
