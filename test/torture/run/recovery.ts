import { eventually, isReady } from '../../support/system.js';
import { derivedRandom } from '../derived-random.js';
import { Asking } from '../load/asking.js';
import type { LedgerHttp } from '../load/ledger-http.js';
import { isRepeatable, isSettled } from '../load/operation.js';
import type { Operation } from '../load/operation.js';
import type { Oracle } from '../oracle/oracle.js';
import type { LedgerSystem } from '../parts/ledger-system.js';
import { apiNames } from '../parts/names.js';
import { answers } from '../faults/sandbox-faults.js';

/**
 * A generous time, because other work may share the machine and a supervisor waits 2 s between
 * restarts.
 */
export const recoveryMsMax = 120_000;
const askedAtOnce = 8;

/**
 * Waits until every part runs, both APIs are ready, the gateway answers and the projection has
 * reached the end of the log.
 */
export const awaitRecovery = async (system: LedgerSystem, oracle: Oracle): Promise<void> => {
  await eventually('every part runs', () => system.isWhole, recoveryMsMax);
  for (const api of apiNames) {
    await eventually(`${api} is ready`, () => isReady(system.part(api).url), recoveryMsMax);
  }
  await eventually('the gateway answers', () => answers(system.gatewayUrl), recoveryMsMax);
  await oracle.awaitProjection(recoveryMsMax);
};

const inTurns = async (
  operations: readonly Operation[],
  ask: (operation: Operation) => Promise<unknown>,
): Promise<void> => {
  const waiting = [...operations];
  const ones = Array.from({ length: askedAtOnce }, async () => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) await ask(next);
  });
  await Promise.all(ones);
};

export interface Repeating {
  readonly http: LedgerHttp;
  readonly seed: number;
  readonly round: number;
}

/** Repeats each operation without a definite answer until it has one. */
export const settle = async (
  operations: readonly Operation[],
  { http, seed, round }: Repeating,
): Promise<void> => {
  const asking = new Asking(http, derivedRandom(seed, 'settling', round));
  const signal = AbortSignal.timeout(recoveryMsMax);
  const open = operations.filter((one) => isRepeatable(one) && !isSettled(one));
  await inTurns(open, (operation) => asking.untilDefinite(operation, signal, true));
};

/** Repeats some operations that have a definite answer; the new answer must be the same. */
export const repeatSome = async (
  operations: readonly Operation[],
  { http, seed, round }: Repeating,
): Promise<readonly Operation[]> => {
  const random = derivedRandom(seed, 'repeating', round);
  const asking = new Asking(http, random);
  const repeatable = operations.filter(isRepeatable);
  const chosen = Array.from({ length: Math.min(40, repeatable.length) }, () =>
    random.pick(repeatable),
  );
  await inTurns(chosen, (operation) => asking.once(operation, { patient: true }));
  return [...new Set(chosen)];
};
