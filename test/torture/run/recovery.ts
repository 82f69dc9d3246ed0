import { eventually, isReady } from '../../support/system.js';
import { derivedRandom } from '../../faults/support/seeded-random.js';
import { OperationSender } from '../load/operation-sender.js';
import type { LedgerHttp } from '../load/ledger-http.js';
import { isRepeatable, isSettled, type Operation } from '../load/operation.js';
import type { Oracle } from '../oracle/oracle.js';
import type { LedgerSystem } from '../parts/ledger-system.js';
import { apiNames } from '../parts/names.js';
import { answers } from '../faults/sandbox-faults.js';

/**
 * The time in milliseconds within which the system must recover from faults. The limit is generous,
 * because the machine may be busy and a supervisor waits 2 s between restarts.
 */
export const recoveryMsMax = 120_000;
const askedAtOnce = 8;

/**
 * Waits until the system has recovered: every process runs, both APIs are ready, the gateway
 * answers, and the read models include the whole log.
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

export interface RepeatOptions {
  readonly http: LedgerHttp;
  readonly seed: number;
  readonly round: number;
}

/** Repeats each command that has no final answer yet, until it has one. */
export const settle = async (
  operations: readonly Operation[],
  { http, seed, round }: RepeatOptions,
): Promise<void> => {
  const sender = new OperationSender(http, derivedRandom(seed, 'settling', round));
  const signal = AbortSignal.timeout(recoveryMsMax);
  const open = operations.filter((one) => isRepeatable(one) && !isSettled(one));
  await inTurns(open, (operation) => sender.untilDefinite(operation, signal, true));
};

/**
 * Repeats random commands that may have a final answer already. A repeat must get the same answer
 * as before. Returns the commands.
 */
export const repeatSome = async (
  operations: readonly Operation[],
  { http, seed, round }: RepeatOptions,
): Promise<readonly Operation[]> => {
  const random = derivedRandom(seed, 'repeating', round);
  const sender = new OperationSender(http, random);
  const repeatable = operations.filter(isRepeatable);
  const chosen = Array.from({ length: Math.min(40, repeatable.length) }, () =>
    random.pick(repeatable),
  );
  await inTurns(chosen, (operation) => sender.once(operation, { patient: true }));
  return [...new Set(chosen)];
};
