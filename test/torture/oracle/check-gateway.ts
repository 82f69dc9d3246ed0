import { finding } from './finding.js';
import type { Finding } from './finding.js';
import type { LoggedEvent } from './logged-event.js';

/** What the gateway shows of an intent; minor units. */
export interface ChargedIntent {
  readonly id: string;
  readonly received: number;
  readonly refunded: number;
}

/** The money of a card order by its own events. */
interface CardMoney {
  readonly open: ReadonlySet<string>;
  readonly captured: number;
  readonly refunded: number;
  readonly settledTwice: boolean;
}

const requests = new Set([
  'OrderCaptured',
  'OrderPartCaptured',
  'OrderItemsReplaced',
  'OrderRefunded',
]);

const outcomes = new Set(['CaptureSettled', 'CaptureFailed', 'RefundSettled', 'RefundFailed']);

const moneyOf = (events: readonly LoggedEvent[]): CardMoney => {
  const open = new Set<string>();
  const sums = { captured: 0, refunded: 0 };
  let settledTwice = false;
  for (const { type, data } of events) {
    // A refund names captures too, but only in its shares.
    const id = String(data['refundId'] ?? data['captureId']);
    if (requests.has(type) && data['outcome'] === 'requested') open.add(id);
    if (!outcomes.has(type)) continue;
    if (!open.delete(id)) settledTwice = true;
    if (type === 'CaptureSettled') sums.captured += Number(data['amount']);
    if (type === 'RefundSettled') sums.refunded += Number(data['amount']);
  }
  return { open, ...sums, settledTwice };
};

/**
 * Checks a card order of a quiet system: what its intent was charged and refunded is what its
 * stream has as settled, and nothing waits any more.
 */
export const checkGateway = (
  orderId: string,
  events: readonly LoggedEvent[],
  intent: ChargedIntent | undefined,
): readonly Finding[] => {
  const { open, captured, refunded, settledTwice } = moneyOf(events);
  const shown = intent ?? { received: 0, refunded: 0 };
  const findings: Finding[] = [];
  const insist = (holds: boolean, rule: string): void => {
    if (!holds) findings.push(finding(rule, orderId, { captured, refunded }, 'gateway:', shown));
  };
  insist(open.size === 0, 'every capture and refund that was requested ends');
  insist(!settledTwice, 'a request has one outcome');
  insist(shown.received === captured, 'the gateway charged what is settled');
  insist(shown.refunded === refunded, 'the gateway refunded what is settled');
  return findings;
};
