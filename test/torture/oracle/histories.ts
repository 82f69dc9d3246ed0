import { type Finding, finding } from './finding.js';
import { foldedOn } from './folded-on.js';
import type { FoldedOrder } from './folded-order.js';
import { nextLink, effectOf, type Effect, type LoggedEvent } from './logged-event.js';

/** The state of an order after all events read so far. */
export interface History {
  readonly folded: FoldedOrder;
  readonly chain: string;
  readonly revision: number;
  readonly lastId: string;
  readonly position: bigint;
}

const keyOf = (orderId: string, action: string, key: string): string =>
  `${orderId} ${action} ${key}`;

/**
 * Computes the state of every order from the log, and checks each event on the way. The effect of
 * each event is kept, so that answers can be compared with it.
 */
export class Histories {
  readonly orders = new Map<string, History>();
  readonly findings: Finding[] = [];
  /**
   * The effects of the events that were read since `Oracle.judge` last ran. The next run checks
   * them.
   */
  readonly fresh: Effect[] = [];
  /** The number of events by type, for the report. */
  readonly types = new Map<string, number>();
  private readonly byRequest = new Map<string, Effect[]>();
  private readonly byKey = new Map<string, Effect[]>();
  private at: bigint | undefined;

  /** The log position of the last event that was read. */
  get position(): bigint | undefined {
    return this.at;
  }

  take(event: LoggedEvent): void {
    if (this.at !== undefined && event.position <= this.at) {
      this.findings.push(finding('positions increase', event.position, 'after', this.at));
    }
    this.at = event.position;
    this.types.set(event.type, (this.types.get(event.type) ?? 0) + 1);
    this.follow(event);
    const effect = effectOf(event);
    this.fresh.push(effect);
    if (this.isEndOfCapture(event, effect)) return;
    add(this.byRequest, effect.correlationId, effect);
    if (effect.key !== undefined) {
      add(this.byKey, keyOf(effect.orderId, effect.action, effect.key), effect);
    }
  }

  ofRequest(requestId: string): readonly Effect[] {
    return this.byRequest.get(requestId) ?? [];
  }

  ofKey(orderId: string, action: string, key: string): readonly Effect[] {
    return this.byKey.get(keyOf(orderId, action, key)) ?? [];
  }

  /**
   * A final capture writes two events: the capture, and the cancellation of the rest. Both count as
   * one effect. The effect gets the second event's position, because the command's answer states
   * that one.
   */
  private isEndOfCapture({ type, data }: LoggedEvent, effect: Effect): boolean {
    const { captureId } = data;
    if (type !== 'OrderCancelled' || captureId === undefined) return false;
    const { revision, position, correlationId } = effect;
    for (const capture of this.byRequest.get(correlationId) ?? []) {
      if (capture.madeId === captureId) Object.assign(capture, { revision, position });
    }
    return true;
  }

  private follow(event: LoggedEvent): void {
    const { orderId, revision } = event;
    const before = this.orders.get(orderId);
    if (revision !== (before?.revision ?? -1) + 1) {
      this.findings.push(finding('revisions are contiguous', event, 'after', before?.revision));
    }
    const chain = nextLink(before?.chain ?? '', event);
    if (event.metadata['chain'] !== chain) {
      this.findings.push(finding('the chain holds', event));
    }
    try {
      const folded = foldedOn(before?.folded, event);
      const { id: lastId, position } = event;
      this.orders.set(orderId, { folded, chain, revision, lastId, position });
    } catch (error) {
      this.findings.push(finding('invariants hold', String(error), event));
    }
  }
}

const add = (map: Map<string, Effect[]>, key: string, effect: Effect): void => {
  const there = map.get(key);
  if (there === undefined) map.set(key, [effect]);
  else there.push(effect);
};
