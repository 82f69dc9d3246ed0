import { api, read } from '../api/client.js';
import type { CommandAnswer, Order } from '../api/types.js';
import { readAfterwards } from './read-afterwards.js';

const waitSeconds = 20;

/** The order once the read model has come to where a command wrote. */
const orderAfter = ({ orderId, position }: CommandAnswer): Promise<Order> =>
  read(
    api.GET('/v1/orders/{id}', {
      params: {
        path: { id: orderId },
        query: { position },
        header: { Prefer: `wait=${waitSeconds}` },
      },
    }),
  );

export interface CommandOutcome {
  readonly answer: CommandAnswer;
  /** The order afterwards; absent if it cannot be read yet. */
  readonly order: Order | undefined;
}

const outcomeOf = async (sending: Promise<CommandAnswer>): Promise<CommandOutcome> => {
  const answer = await sending;
  return { answer, order: await readAfterwards(orderAfter(answer)) };
};

const paramsOf = (orderId: string, key: string) => ({
  path: { id: orderId },
  header: { 'Idempotency-Key': key },
});

export interface CaptureBody {
  readonly amount: number;
  readonly items?: { rowId: string; quantity: number }[];
  readonly reference?: string;
  readonly description?: string;
}

export const sendCapture = (orderId: string, body: CaptureBody, key: string) =>
  outcomeOf(
    read(
      api.POST('/v1/orders/{id}/captures', { params: paramsOf(orderId, key), body: { ...body } }),
    ),
  );

export const sendRefund = (
  orderId: string,
  body: { amount: number; reference?: string },
  key: string,
) => outcomeOf(read(api.POST('/v1/orders/{id}/refunds', { params: paramsOf(orderId, key), body })));

export const sendCancellation = (orderId: string, body: { reference?: string }, key: string) =>
  outcomeOf(
    read(api.POST('/v1/orders/{id}/cancellation', { params: paramsOf(orderId, key), body })),
  );
