import { Query } from '@nestjs/cqrs';

export interface AwaitedAction {
  /** A UUID, lower case. */
  readonly orderId: string;
  /** The `X-Request-Id` of the command's answer, lower case. */
  readonly correlationId: string;
}

/**
 * Waits until a command's effect is in the read model; false if it is not within the time. Fails with
 * `PositionWatchStopped` when the process stops before.
 */
export class AwaitAction extends Query<boolean> {
  constructor(
    /** Who waits. */
    readonly clientId: string,
    readonly action: AwaitedAction,
    readonly timeoutMs: number,
  ) {
    super();
  }
}
