/** An event of an order as the official client reads it, and nothing of ours has touched. */
export interface LoggedEvent {
  readonly orderId: string;
  readonly revision: number;
  readonly position: bigint;
  readonly id: string;
  readonly type: string;
  readonly data: Readonly<Record<string, unknown>>;
  readonly metadata: Readonly<Record<string, unknown>>;
}

/** What is remembered of an event to judge answers by. */
export interface Effect {
  readonly orderId: string;
  readonly revision: number;
  readonly position: bigint;
  readonly type: string;
  readonly correlationId: string;
  readonly action: string;
  readonly key: string | undefined;
  /** The capture or refund that it made. */
  readonly madeId: string | undefined;
  readonly amount: number | undefined;
  readonly reference: string | undefined;
}

const text = (value: unknown): string | undefined =>
  typeof value === 'string' ? value : undefined;

export const effectOf = ({
  orderId,
  revision,
  position,
  type,
  data,
  metadata,
}: LoggedEvent): Effect => ({
  orderId,
  revision,
  position,
  type,
  correlationId: text(metadata['correlationId']) ?? '',
  action: text(metadata['action']) ?? '',
  key: text(metadata['idempotencyKey']),
  madeId: text(data['captureId']) ?? text(data['refundId']),
  amount: typeof data['amount'] === 'number' ? data['amount'] : undefined,
  reference: text(data['reference']),
});
