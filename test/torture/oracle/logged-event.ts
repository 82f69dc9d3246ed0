import { createHash } from 'node:crypto';
import imported from 'canonicalize';

/** An event of an order, read from the log without code of the ledger. */
export interface LoggedEvent {
  readonly orderId: string;
  readonly revision: number;
  readonly position: bigint;
  readonly id: string;
  readonly type: string;
  readonly data: Readonly<Record<string, unknown>>;
  readonly metadata: Readonly<Record<string, unknown>>;
}

/** The fields of an event that can be compared with the answer to the request that caused it. */
export interface Effect {
  readonly orderId: string;
  readonly revision: number;
  readonly position: bigint;
  readonly type: string;
  readonly correlationId: string;
  readonly action: string;
  readonly key: string | undefined;
  /** The id of the capture or refund that the event made. */
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

// The cast is needed, because the package is CommonJS but its types describe an ES module.
const canonicalize = imported as unknown as (value: unknown) => string;

/**
 * The hash that an event must have in the chain (docs/concepts.md). `previous` is the hash of the
 * event before it in its stream; an empty text for the first event.
 */
export const nextLink = (previous: string, { type, data, metadata }: LoggedEvent): string => {
  const covered = Object.fromEntries(Object.entries(metadata).filter(([name]) => name !== 'chain'));
  const text = previous + canonicalize({ type, data, metadata: covered });
  return createHash('sha256').update(text).digest('hex');
};
