import { type SeededRandom, derivedRandom } from '../../faults/support/seeded-random.js';
import { drawFault } from './draw-fault.js';
import { describeFault, durationOf, type PlannedFault } from './fault.js';

export interface RoundPlan {
  readonly round: number;
  readonly faults: readonly PlannedFault[];
  /** The time in milliseconds during which the simulated callers send requests. */
  readonly lengthMs: number;
}

const faultsMax = 4;
const beginWithinMs = 5_000;
const afterwardsMs = 1_500;

const drawFaults = (random: SeededRandom): PlannedFault[] =>
  Array.from({ length: random.between(1, faultsMax) }, () => ({
    atMs: random.between(300, beginWithinMs),
    fault: drawFault(random),
  })).sort((one, other) => one.atMs - other.atMs);

/**
 * Plans the faults of a round. The same seed and round always give the same faults, so that a
 * failure can be repeated. Kinds of faults in `without` are left out.
 */
export const planRound = (
  seed: number,
  round: number,
  without: ReadonlySet<string> = new Set(),
): RoundPlan => {
  const faults = drawFaults(derivedRandom(seed, 'faults', round)).filter(
    ({ fault }) => !without.has(fault.kind),
  );
  const lastEndMs = Math.max(
    beginWithinMs / 2,
    ...faults.map(({ atMs, fault }) => atMs + durationOf(fault)),
  );
  return { round, faults, lengthMs: lastEndMs + afterwardsMs };
};

export const describePlan = ({ round, faults, lengthMs }: RoundPlan): string =>
  [
    `round ${round}, ${(lengthMs / 1_000).toFixed(1)} s`,
    ...faults.map(({ atMs, fault }) => `  ${String(atMs).padStart(5)} ms ${describeFault(fault)}`),
  ].join('\n');
