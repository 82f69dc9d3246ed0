import { randomUUID } from 'node:crypto';
import {
  actionIdOf,
  type CaptureTerminalPaymentCommand,
  decide,
  type FailCapture,
  type OrderCommand,
  type PaymentMethod,
  type RegisterOrderCommand,
  type RequestCapture,
} from '#ledger';
import type { OrderExecution, Origin } from '../order/decide-batch.js';
export const someOrigin: Origin = {
  clientId: 'shop-a',
  contract: 'walley',
  endpoint: 'POST /orders/{id}/capture',
  correlationId: '2d0a2a4e-1f5c-4f1e-8a4b-7c9d1e2f3a4b',
  recordedAt: '2026-03-01T12:00:00.000Z',
};

const at = '2026-03-01T12:00:00.000Z';

/**
 * A command in the form that `OrderRepository` executes. It is decided by the domain's function
 * `decide`. Tests can read and change the command.
 */
export type Execution<Command extends OrderCommand> = OrderExecution & {
  readonly command: Command;
};

export const executionOf = <Command extends OrderCommand>(
  command: Command,
): Execution<Command> => ({
  orderId: command.orderId,
  actionId: command.actionId,
  decide: (order) => decide(order, command),
  origin: someOrigin,
  command,
});

/**
 * The registration of an authorised order: `quantity` articles of 95.00 kr, so that multiples of
 * 95.00 can be captured.
 */
export const registerOrder = (
  orderId: string,
  quantity = 10,
  paymentMethod: PaymentMethod = 'invoice',
): Execution<RegisterOrderCommand> =>
  executionOf({
    type: 'RegisterOrder',
    orderId,
    at,
    actionId: actionIdOf(orderId, 'register', 'fixture'),
    data: {
      storeId: 'demo-se',
      orderNumber: orderId,
      currency: 'SEK',
      salesSegment: 'B2C',
      paymentMethod,
      rows: [
        {
          articleNumber: '10001',
          description: 'Shoes',
          unitPrice: 9500,
          quantity,
          vatRate: 25,
        },
      ],
      authorization: { status: 'authorized' },
    },
  });

export interface CaptureRequest {
  /** Minor units; a multiple of 9500, the price of one article. */
  readonly amount: number;
  readonly idempotencyKey?: string;
}

/**
 * A part capture of the articles of `registerOrder`. Without an idempotency key, each call makes a
 * new request.
 */
export const requestCapture = (
  orderId: string,
  { amount, idempotencyKey }: CaptureRequest,
): Execution<RequestCapture> =>
  executionOf({
    type: 'RequestCapture',
    orderId,
    at,
    actionId:
      idempotencyKey === undefined ? randomUUID() : actionIdOf(orderId, 'capture', idempotencyKey),
    ...(idempotencyKey !== undefined && { idempotencyKey }),
    data: {
      amount: { unit: 'minor', value: amount },
      items: [
        {
          articleNumber: '10001',
          unitPrice: { unit: 'minor', value: 9500 },
          quantity: amount / 9500,
        },
      ],
      replaceItems: false,
    },
  });

/** A capture of all that is left, paid by card at a terminal. Each call makes a new request. */
export const captureTerminal = (orderId: string): Execution<CaptureTerminalPaymentCommand> =>
  executionOf({
    type: 'CaptureTerminalPayment',
    ...{ orderId, at, actionId: randomUUID() },
    data: { paymentIntent: 'pi_1', status: 'requires_capture', orderReference: orderId },
  });

export const failCapture = (orderId: string, captureId: string): Execution<FailCapture> =>
  executionOf({
    type: 'FailCapture',
    ...{ orderId, at, actionId: randomUUID() },
    data: { captureId, reason: 'Declined.' },
  });
