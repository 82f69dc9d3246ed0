import type { StoredEvent } from '#event-log/offline';
import { EventStoreRefused, streamOf } from '#event-log/offline';
import type { Order, OrderIds } from '#ledger';
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

/** A read model's order, read before the history was, and how it is compared with the fold at its revision. */
export interface ComparedView<View> {
  /** Up to where the read model had come, read before its order was. */
  readonly reached: bigint;
  readonly view: View | undefined;
  readonly compare: (view: View, at: OrderAt) => readonly ViewDifference[];
}

interface ViewDifference {
  readonly pointer: string;
  readonly found: unknown;
  readonly expected: unknown;
}

export interface VerifiedOrder {
  readonly orderId: string;
  /** The ledger's. */
  readonly orderIds: OrderIds;
}

interface Placed {
  readonly revision: number;
  readonly position: bigint;
}

export interface OrderVerification {
  readonly events: number;
  /** Of the last event; -1 if there is none. */
  readonly position: bigint;
  /** Chain value of the last event. */
  readonly chain: string;
  /** Whose order it is, if its history says so before it breaks. */
  readonly storeId: string | undefined;
  readonly findings: FindingsSummary;
}

/**
 * Checks one order's stream: revisions, chain, event ids and invariants; and what a read model shows of it, at the
 * revision that it shows. A read model that is behind is no finding.
 */
export const verifyOrder = async <View extends Placed>(
  { orderId, orderIds }: VerifiedOrder,
  history: AsyncIterable<StoredEvent>,
  compared: ComparedView<View>,
): Promise<OrderVerification> => {
  const stream = streamOf(orderId);
  const findings = new Findings();
  const check = checkOf(stream, { findings, orderIds });
  let position = -1n;
  let shown: OrderAt | undefined;
  let due: Placed | undefined;
  const { view } = compared;
  for await (const event of given(history, { stream, findings })) {
    const buffer = Buffer.from(eventLine(event));
    const line = { buffer, start: 0, end: buffer.length - 1 };
    const head = lineHead(line);
    if (head === undefined) throw new TypeError('A line of our own has no head');
    check.see(line, head);
    position = BigInt(head.position);
    if (position <= compared.reached) due = { revision: head.revision, position };
    const order = check.order;
    if (head.revision === view?.revision && order !== undefined) shown = { order, position };
  }
  const faults = findings.count > 0 ? [] : viewFaults(compared, shown, due);
  const place = view ?? due;
  for (const detail of faults) {
    findings.add({
      ...{ kind: 'read-model', stream, detail },
      ...(place && { revision: place.revision, position: place.position }),
    });
  }
  return {
    events: check.events,
    position,
    chain: check.chain,
    storeId: check.order?.balance.storeId,
    findings: findings.summary(),
  };
};

/** The history as far as the event store gives it: that it gives none, or no more, is a finding. */
async function* given(
  history: AsyncIterable<StoredEvent>,
  { stream, findings }: { stream: string; findings: Findings },
): AsyncGenerator<StoredEvent, void> {
  try {
    yield* history;
  } catch (error) {
    if (!(error instanceof EventStoreRefused)) throw error;
    const detail = `the event store does not give the stream: ${error.message}`;
    findings.add({ kind: 'hidden', stream, detail });
  }
}

/** `due`: the last event that the read model has to show. */
const viewFaults = <View extends Placed>(
  { view, compare }: ComparedView<View>,
  shown: OrderAt | undefined,
  due: Placed | undefined,
): string[] => {
  if (view === undefined) return due === undefined ? [] : ['the read model lacks the order'];
  if (shown === undefined) {
    return [`the read model shows revision ${view.revision}, which the log does not have`];
  }
  const missing = due === undefined || view.revision >= due.revision ? [] : [behind(view, due)];
  const place =
    shown.position === view.position
      ? []
      : [{ pointer: '/position', found: String(view.position), expected: String(shown.position) }];
  const values = [...place, ...compare(view, shown)].map(
    ({ pointer, found, expected }) =>
      `the read model has ${JSON.stringify(found)} at ${pointer}, by the log it is ${JSON.stringify(expected)}`,
  );
  return [...missing, ...values];
};

const behind = (view: Placed, due: Placed): string =>
  `the read model shows revision ${view.revision}, but has come past revision ${due.revision}`;
