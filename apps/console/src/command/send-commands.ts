import { api, read, readAs } from '../api/client.js';
import type { CommandAnswer, Order, Settlement, UnsettledAccount } from '../api/types.js';

/**
 * Asks the API to answer a read only once its read model includes the command, for up to 20
 * seconds.
 */
const waiting = { Prefer: 'wait=20' };

/**
 * Reads the effect of a command that was accepted; `undefined` if the read fails. The failed read
 * is not shown as an error. Otherwise the user would think that the command failed, and send it
 * again under another idempotency key.
 */
const readAfterwards = <Read>(reading: Promise<Read>): Promise<Read | undefined> =>
  reading.catch(() => undefined);

export interface OrderOutcome {
  readonly answer: CommandAnswer;
  /** The order after the command; absent if it cannot be read yet. */
  readonly order: Order | undefined;
}

const orderOutcome = async (sending: Promise<CommandAnswer>): Promise<OrderOutcome> => {
  const answer = await sending;
  const { orderId: id, position } = answer;
  const params = { path: { id }, query: { position }, header: waiting };
  return {
    answer,
    order: await readAfterwards(read(api.GET('/v1/orders/{id}', { params }))),
  };
};

const header = (key: string) => ({ 'Idempotency-Key': key });
const paramsOf = (id: string, key: string) => ({ path: { id }, header: header(key) });

export interface CaptureBody {
  readonly amount: number;
  readonly items?: { rowId: string; quantity: number }[];
  readonly reference?: string;
  readonly description?: string;
}

export const sendCapture = (orderId: string, body: CaptureBody, key: string) =>
  orderOutcome(
    read(
      api.POST('/v1/orders/{id}/captures', { params: paramsOf(orderId, key), body: { ...body } }),
    ),
  );

export const sendRefund = (
  orderId: string,
  body: { amount: number; reference?: string },
  key: string,
) =>
  orderOutcome(read(api.POST('/v1/orders/{id}/refunds', { params: paramsOf(orderId, key), body })));

export const sendCancellation = (orderId: string, body: { reference?: string }, key: string) =>
  orderOutcome(
    read(api.POST('/v1/orders/{id}/cancellation', { params: paramsOf(orderId, key), body })),
  );

interface SettlementAnswer {
  readonly settlementId: string;
  readonly position: string;
}

export interface SettlementOutcome {
  /** The settlement after the command; absent if it cannot be read yet. */
  readonly settlement: Settlement | undefined;
}

const settlementOutcome = async (
  sending: Promise<SettlementAnswer>,
): Promise<SettlementOutcome> => {
  const { settlementId: id, position } = await sending;
  const params = { path: { id }, query: { position }, header: waiting };
  const reading = readAs<Settlement>(api.GET('/v1/settlements/{id}', { params }));
  return { settlement: await readAfterwards(reading) };
};

export const sendCut = ({ store, currency }: UnsettledAccount, key: string) =>
  settlementOutcome(
    read(
      api.POST('/v1/settlements', { params: { header: header(key) }, body: { store, currency } }),
    ),
  );

export interface PayoutBody {
  readonly reference: string;
  readonly paidOn?: string;
}

export const sendPayout = (id: string, body: PayoutBody, key: string) =>
  settlementOutcome(
    read(api.POST('/v1/settlements/{id}/payout', { params: paramsOf(id, key), body })),
  );

export const sendPayoutReversal = (id: string, body: { reason: string }, key: string) =>
  settlementOutcome(
    read(api.POST('/v1/settlements/{id}/payout/reversal', { params: paramsOf(id, key), body })),
  );
