import { api, read, readAs } from '../api/client.js';
import type { Settlement, UnsettledAccount } from '../api/types.js';
import { readAfterwards } from './read-afterwards.js';

const waitSeconds = 20;

interface Answer {
  readonly settlementId: string;
  readonly position: string;
}

/** The settlement once the read model has come to where a command wrote. */
const settlementAfter = ({ settlementId, position }: Answer): Promise<Settlement> =>
  readAs<Settlement>(
    api.GET('/v1/settlements/{id}', {
      params: {
        path: { id: settlementId },
        query: { position },
        header: { Prefer: `wait=${waitSeconds}` },
      },
    }),
  );

export interface SettlementOutcome {
  readonly answer: Answer;
  /** The settlement afterwards; absent if it cannot be read yet. */
  readonly settlement: Settlement | undefined;
}

const outcomeOf = async (sending: Promise<Answer>): Promise<SettlementOutcome> => {
  const answer = await sending;
  return { answer, settlement: await readAfterwards(settlementAfter(answer)) };
};

const header = (key: string) => ({ 'Idempotency-Key': key });

export const sendCut = ({ store, currency }: UnsettledAccount, key: string) =>
  outcomeOf(
    read(
      api.POST('/v1/settlements', { params: { header: header(key) }, body: { store, currency } }),
    ),
  );

export interface PayoutBody {
  readonly reference: string;
  readonly paidOn?: string;
}

export const sendPayout = (id: string, body: PayoutBody, key: string) =>
  outcomeOf(
    read(
      api.POST('/v1/settlements/{id}/payout', {
        params: { path: { id }, header: header(key) },
        body,
      }),
    ),
  );

export const sendPayoutReversal = (id: string, body: { reason: string }, key: string) =>
  outcomeOf(
    read(
      api.POST('/v1/settlements/{id}/payout/reversal', {
        params: { path: { id }, header: header(key) },
        body,
      }),
    ),
  );
