import type { StoredEvent } from '#event-log/offline';
import { EventStoreRefused, streamOf } from '#event-log/offline';
import type { OrderIds } from '#ledger';
import { Findings, type FindingsSummary } from '../findings/findings.js';
import { eventLine, lineHead } from '../lines/event-line.js';
import { streamCheckOf } from './stream-check.js';

export interface VerifiedOrder {
  readonly orderId: string;
  /** Computes the order ids of this ledger, to check the id in the stream's name. */
  readonly orderIds: OrderIds;
}

export interface OrderVerification {
  readonly events: number;
  /** Position of the last event; -1 if there is none. */
  readonly position: bigint;
  /** Chain value of the last event, a hash over the whole stream. */
  readonly chain: string;
  /**
   * The store of the order; `undefined` if the registration event, which names the store, is
   * missing or faulty.
   */
  readonly storeId: string | undefined;
  readonly findings: FindingsSummary;
}

/** Checks the stream of one order: revisions, hash chain, event ids and invariants. */
export const verifyOrder = async (
  { orderId, orderIds }: VerifiedOrder,
  history: AsyncIterable<StoredEvent>,
): Promise<OrderVerification> => {
  const stream = streamOf(orderId);
  const findings = new Findings();
  const check = streamCheckOf(stream, { findings, orderIds });
  let position = -1n;
  for await (const event of readableHistory(history, { stream, findings })) {
    const buffer = Buffer.from(eventLine(event));
    const line = { buffer, start: 0, end: buffer.length - 1 };
    const head = lineHead(line);
    if (head === undefined) throw new TypeError('A line of our own has no head');
    check.check(line, head);
    position = BigInt(head.position);
  }
  return {
    events: check.events,
    position,
    chain: check.chain,
    storeId: check.order?.balance.storeId,
    findings: findings.summary(),
  };
};

/**
 * Yields the events that the event store returns. If the store refuses to read the stream, a
 * finding is added.
 */
async function* readableHistory(
  history: AsyncIterable<StoredEvent>,
  { stream, findings }: { stream: string; findings: Findings },
): AsyncGenerator<StoredEvent, void> {
  try {
    yield* history;
  } catch (error) {
    if (!(error instanceof EventStoreRefused)) throw error;
    const detail = `the event store does not return the stream: ${error.message}`;
    findings.add({ kind: 'hidden', stream, detail });
  }
}
