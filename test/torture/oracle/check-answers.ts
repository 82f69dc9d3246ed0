import { isAccepted, isDefinite, isRepeatable, isSettled, isUnknown } from '../load/operation.js';
import type { Answered, Attempt, Operation } from '../load/operation.js';
import { finding } from './finding.js';
import type { Finding } from './finding.js';
import type { Histories } from './histories.js';
import type { Effect } from './logged-event.js';

/**
 * Statuses that an answer may have besides 202: 401 if a clock that was set wrong made the token
 * expire, 409 for a conflict, 422 if a rule forbids the command, 503 for overload.
 */
const allowedRefusals = new Set([401, 409, 422, 503]);

/** Returns the events in the log that the requests of a command caused. */
const effectsOf = (operation: Operation, histories: Histories): readonly Effect[] => {
  const { attempts, orderId, action, key } = operation;
  if (key === undefined) return attempts.flatMap(({ requestId }) => histories.ofRequest(requestId));
  return histories
    .ofKey(orderId, action, key)
    .filter(({ reference }) => action === 'register' || reference === operation.name);
};

const checkStatus = ({ mustBeRefused }: Operation, { outcome }: Attempt): string | undefined => {
  if (outcome.kind === 'hung') return 'no request hangs';
  if (outcome.kind !== 'answered' || isAccepted(outcome)) return undefined;
  if (outcome.status === 400 && mustBeRefused) return undefined;
  return allowedRefusals.has(outcome.status) ? undefined : 'only documented answers';
};

/** A refused request must not have caused an event. */
const checkRefused = (histories: Histories, { outcome, requestId }: Attempt): string | undefined =>
  isAccepted(outcome) || isUnknown(outcome) || histories.ofRequest(requestId).length === 0
    ? undefined
    : 'a refused request has no effect';

const says = (answer: Answered, { madeId, revision, position }: Effect): boolean =>
  (answer.madeId ?? madeId) === madeId &&
  (answer.revision ?? String(revision)) === String(revision) &&
  (answer.position ?? String(position)) === String(position);

const checkChange = (
  operation: Operation,
  histories: Histories,
  effects: readonly Effect[],
): string[] => {
  const wrong: string[] = [];
  const { amount, attempts, name, key } = operation;
  const isOther = (effect: Effect): boolean =>
    (amount !== undefined && effect.amount !== amount) || effect.reference !== name;
  if (effects.some(isOther)) {
    wrong.push('an effect is what was asked for');
  }
  for (const { outcome, requestId } of attempts) {
    if (!isAccepted(outcome)) continue;
    const own = key === undefined ? histories.ofRequest(requestId) : effects;
    if (own.length !== 1) wrong.push('every 202 is in the log exactly once');
    else if (!says(outcome, own[0]!)) wrong.push('an answer tells what the log holds');
  }
  return wrong;
};

/**
 * All requests of a registration make the same order. So only two things are checked: an accepted
 * order is in the log, and all accepting answers state the same position.
 */
const checkRegistration = ({ attempts, orderId }: Operation, histories: Histories): string[] => {
  const accepted = attempts.map(({ outcome }) => outcome).filter(isAccepted);
  const wrong: string[] = [];
  if (accepted.length > 0 && !histories.orders.has(orderId)) {
    wrong.push('every 202 is in the log exactly once');
  }
  if (new Set(accepted.map(({ position }) => position)).size > 1) {
    wrong.push('repeats get equal answers');
  }
  return wrong;
};

const checkOperation = (operation: Operation, histories: Histories): string[] => {
  const { action, attempts, key, mustBeRefused, orderId } = operation;
  const effects = effectsOf(operation, histories);
  const settled = attempts.find(({ outcome }) => isDefinite(outcome))?.outcome;
  const anyAccepted = attempts.some(({ outcome }) => isAccepted(outcome));
  const wrong = attempts.flatMap((attempt) => [
    checkStatus(operation, attempt),
    checkRefused(histories, attempt),
  ]);
  if (isRepeatable(operation) && !isSettled(operation)) wrong.push('every repeat gets an answer');
  if (mustBeRefused && (effects.length > 0 || anyAccepted))
    wrong.push('wrong requests are refused');
  if (settled !== undefined && !anyAccepted && effects.length > 0) {
    wrong.push('a refused command has no effect');
  }
  if (action === 'register') wrong.push(...checkRegistration(operation, histories));
  else {
    wrong.push(...checkChange(operation, histories, effects));
    if (key !== undefined && histories.ofKey(orderId, action, key).length > 1) {
      wrong.push('I4: one key has one effect');
    }
  }
  return wrong.filter((rule) => rule !== undefined);
};

/** Compares the answers to commands with the events in the log. */
export const checkAnswers = (
  operations: readonly Operation[],
  histories: Histories,
): readonly Finding[] =>
  operations.flatMap((operation) =>
    [...new Set(checkOperation(operation, histories))].map((rule) =>
      finding(rule, operation, 'in the log:', effectsOf(operation, histories)),
    ),
  );

/**
 * Actions that the ledger takes by itself, without a request. `foldedOn` checks that each was
 * allowed.
 */
const ownActions = new Set([
  ...['expire', 'settle', 'fail', 'settle-refund', 'fail-refund', 'release-authorization'],
]);

/** Each event must have been caused by a request for that order, or by the ledger itself. */
export const checkOrigins = (
  operations: readonly Operation[],
  effects: readonly Effect[],
): readonly Finding[] => {
  const asked = new Map(
    operations.flatMap((operation) =>
      operation.attempts.map(({ requestId }) => [requestId, operation] as const),
    ),
  );
  return effects
    .filter(({ action, correlationId, orderId }) => {
      const operation = asked.get(correlationId);
      return !ownActions.has(action) && operation?.orderId !== orderId;
    })
    .map((effect) => finding('every event was asked for in this round', effect));
};
