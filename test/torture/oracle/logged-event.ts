import { createHash } from 'node:crypto';
import imported from 'canonicalize';

/** An event of an order, read with the official client and without code of the ledger. */
export interface LoggedEvent {
  readonly orderId: string;
  readonly revision: number;
  readonly position: bigint;
  readonly id: string;
  readonly type: string;
  readonly data: Readonly<Record<string, unknown>>;
  readonly metadata: Readonly<Record<string, unknown>>;
}

/** The effect of a request: the members of an event that are compared with the request's answer. */
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

// The cast is needed, because the package is CommonJS but its types declare an ES module.
const canonicalize = imported as unknown as (value: unknown) => string;

/**
 * Returns the chain value that an event must have by the rule in docs/concepts.md. `previous` is
 * the chain value of the event before it, or '' if there is none.
 */
export const nextLink = (previous: string, { type, data, metadata }: LoggedEvent): string => {
  const covered = Object.fromEntries(Object.entries(metadata).filter(([name]) => name !== 'chain'));
  const text = previous + canonicalize({ type, data, metadata: covered });
  return createHash('sha256').update(text).digest('hex');
};
