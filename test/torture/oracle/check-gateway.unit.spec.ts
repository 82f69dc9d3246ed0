import { describe, expect, test } from '@jest/globals';
import { checkGateway } from './check-gateway.js';
import type { LoggedEvent } from './logged-event.js';

const event = (type: string, data: LoggedEvent['data']): LoggedEvent => ({
  ...{ orderId: 'o', revision: 0, position: 0n, id: type, metadata: {} },
  ...{ type, data },
});

const captured = event('OrderPartCaptured', { captureId: 'c', amount: 500, outcome: 'requested' });
const settled = event('CaptureSettled', { captureId: 'c', amount: 500 });
const failed = event('CaptureFailed', { captureId: 'c', amount: 500 });
const refund = event('OrderRefunded', { refundId: 'r', amount: 200, outcome: 'requested' });
const refunded = event('RefundSettled', { refundId: 'r', amount: 200 });

const rules = (events: readonly LoggedEvent[], received: number, back = 0): readonly string[] =>
  checkGateway('o', events, { id: 'pi', received, refunded: back }).map(({ rule }) => rule);

describe('the oracle of the gateway', () => {
  test('finds nothing where the sums are equal', () => {
    expect(rules([captured, settled, refund, refunded], 500, 200)).toEqual([]);
    expect(rules([captured, failed], 0)).toEqual([]);
  });

  test('sees a double charge, and one for a capture that failed', () => {
    expect(rules([captured, settled], 1_000)).toEqual(['the gateway charged what is settled']);
    expect(rules([captured, failed], 500)).toEqual(['the gateway charged what is settled']);
  });

  test('sees a lost capture: settled without a charge, or left without an outcome', () => {
    expect(rules([captured, settled], 0)).toEqual(['the gateway charged what is settled']);
    expect(rules([captured], 0)).toEqual(['every capture and refund that was requested ends']);
  });

  test('sees a second outcome of a request', () => {
    expect(rules([captured, settled, failed], 500)).toEqual(['a request has one outcome']);
  });

  test('sees a refund made twice, or not at all', () => {
    const events = [captured, settled, refund, refunded];
    expect(rules(events, 500, 400)).toEqual(['the gateway refunded what is settled']);
    expect(rules(events, 500, 0)).toEqual(['the gateway refunded what is settled']);
  });
});
