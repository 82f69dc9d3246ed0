import type { LedgerClient } from './ledger-client.js';

/**
 * The state of a payment, in minor units: `captured`, `status` and `refunds` at the gateway, the
 * other two in the ledger.
 */
export interface PaymentSums {
  /** The captured amount at the gateway. */
  readonly captured: number;
  readonly status: string;
  readonly refunds: number;
  /** The sum of the settled captures in the ledger. */
  readonly settled: number;
  readonly refunded: number;
}

/**
 * Something that the worker does at the gateway, such as a capture. The order's total is always
 * 285.00 kr.
 */
export interface GatewayWorkKind {
  /**
   * The amount in minor units that is captured at the start, while the gateway still works
   * normally.
   */
  readonly prepared: number;
  readonly request: (ledger: LedgerClient, orderId: string) => Promise<void>;
  readonly ends: PaymentSums;
}

const captures =
  (amount: number | 'remaining') =>
  async (ledger: LedgerClient, orderId: string): Promise<void> => {
    await ledger.capture(orderId, amount);
  };

const untouched = { captured: 0, refunds: 0, settled: 0, refunded: 0 };
const whole = { ...untouched, status: 'succeeded', captured: 28_500, settled: 28_500 };

/**
 * Every operation that the worker does at the gateway (capture, refund, release), with the state of
 * the payment that must result, even if calls to the gateway fail in between.
 */
export const gatewayWorks: Readonly<Record<string, GatewayWorkKind>> = {
  'a capture': { prepared: 0, request: captures('remaining'), ends: whole },
  'a part capture': {
    ...{ prepared: 0, request: captures(9_500) },
    ends: { ...untouched, status: 'requires_capture', captured: 9_500, settled: 9_500 },
  },
  'the capture of a rest': {
    ...{ prepared: 9_500, request: captures('remaining') },
    ends: whole,
  },
  'a refund': {
    prepared: 28_500,
    request: async (ledger, orderId) => ledger.refund(orderId, 5_000),
    ends: { ...whole, refunds: 1, refunded: 5_000 },
  },
  'a release': {
    prepared: 0,
    request: async (ledger, orderId) => ledger.cancel(orderId),
    ends: { ...untouched, status: 'canceled' },
  },
  'the release of a rest': {
    prepared: 9_500,
    request: async (ledger, orderId) => ledger.cancel(orderId),
    ends: { ...untouched, status: 'canceled', captured: 9_500, settled: 9_500 },
  },
};
