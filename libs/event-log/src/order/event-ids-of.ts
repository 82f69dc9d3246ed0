import { v5 as uuidV5 } from 'uuid';
import { eventIdOf } from '#ledger';

/**
 * The ids of an action's events, by index: the same whichever replica repeats the command (domain.md, "Events").
 *
 * They depend on the request's fingerprint too. The store takes an append whose ids it already holds for a repetition,
 * whatever its content. So if two processes decide different requests under one idempotency key on the same
 * revision, equal ids would have the second one acknowledged with the effect of the first (invariant I4).
 */
export const eventIdsOf = (actionId: string, fingerprint: string): ((index: number) => string) => {
  const effectId = uuidV5(fingerprint, actionId);
  return (index) => eventIdOf(effectId, index);
};
