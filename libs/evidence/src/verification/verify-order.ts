import type { StoredEvent } from '#event-log/offline';
import { streamOf } from '#event-log/offline';
import type { Order } from '#ledger';
import { Findings } from '../findings/findings.js';
import type { FindingsSummary } from '../findings/findings.js';
import { eventLine } from '../lines/event-line.js';
import { lineHead } from '../lines/line-head.js';
import { checkOf } from './stream-checks.js';

/** The order as it was after one of its events. */
export interface OrderAt {
  readonly order: Order;
  readonly position: bigint;
}

export interface OrderVerification {
  readonly events: number;
  /** Of the last event; -1 if there is none. */
  readonly position: bigint;
  /** Chain value of the last event. */
  readonly chain: string;
  /** Of the whole history, unless it is broken. */
  readonly order: Order | undefined;
  /** After the event whose revision was asked for. */
  readonly asked: OrderAt | undefined;
  readonly findings: FindingsSummary;
}

/**
 * Checks one order's stream: revisions, chain, event ids and invariants. `revision` is that of a read model, say, whose
 * order is to be compared with the fold at the same place.
 */
export const verifyOrder = async (
  orderId: string,
  history: AsyncIterable<StoredEvent>,
  revision?: number,
): Promise<OrderVerification> => {
  const findings = new Findings();
  const check = checkOf(streamOf(orderId), findings);
  let position = -1n;
  let asked: OrderAt | undefined;
  for await (const event of history) {
    const buffer = Buffer.from(eventLine(event));
    const line = { buffer, start: 0, end: buffer.length - 1 };
    const head = lineHead(line);
    if (head === undefined) throw new TypeError('A line of our own has no head');
    check.see(line, head);
    position = BigInt(head.position);
    const order = check.fold?.order;
    if (head.revision === revision && order !== undefined) asked = { order, position };
  }
  return {
    events: check.events,
    position,
    chain: check.chain,
    order: check.isBroken ? undefined : check.fold?.order,
    asked: check.isBroken ? undefined : asked,
    findings: findings.summary(),
  };
};
