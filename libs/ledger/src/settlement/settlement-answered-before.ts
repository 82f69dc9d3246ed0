import type { SettlementAccount } from './settlement-account.js';
import { rejectSettlement, type SettlementDecision } from './settlement-decision.js';
import type { SettlementCause } from './settlement-events.js';

/** What the idempotency key was answered with before: the same for the same request, a refusal for another (I4). */
export const settlementAnsweredBefore = (
  account: SettlementAccount | undefined,
  { action, idempotencyKey, fingerprint }: SettlementCause,
): SettlementDecision | undefined => {
  if (idempotencyKey === undefined) return undefined;
  const answer = account?.answers.get(`${action} ${idempotencyKey}`);
  if (answer === undefined) return undefined;
  const { settlementId, revision, correlationId } = answer;
  return answer.fingerprint === fingerprint
    ? {
        kind: 'replayed',
        settlementId,
        revision,
        ...(correlationId !== undefined && { correlationId }),
      }
    : rejectSettlement(
        'IDEMPOTENCY_KEY_REUSED',
        'The idempotency key was used for another request.',
      );
};
