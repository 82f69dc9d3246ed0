/** An event of an order as the official client reads it, without any code of the ledger. */
export interface LoggedEvent {
  readonly orderId: string;
  readonly revision: number;
  readonly position: bigint;
  readonly id: string;
  readonly type: string;
  readonly data: Readonly<Record<string, unknown>>;
  readonly metadata: Readonly<Record<string, unknown>>;
}

/** The part of an event that answers are checked against. */
export interface Effect {
  readonly orderId: string;
  readonly revision: number;
  readonly position: bigint;
  readonly type: string;
  readonly correlationId: string;
  readonly action: string;
  readonly key: string | undefined;
  /** The id of the new capture or refund. */
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
