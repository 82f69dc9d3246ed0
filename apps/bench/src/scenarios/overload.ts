import type { Bench } from '../bench.js';
import type { Figures } from '../report/figures.js';
import { measureOpenLoop } from './measure-open-loop.js';

const openLoop = {
  scenario: 'overload',
  names: 'overload',
  share: 2,
  /** What the system takes at so many connections in a closed loop is taken for the rate that it sustains. */
  closedConnections: 256,
  /** Enough that a request never waits for a connection, also while refusals are slow. */
  connections: 1_000,
};

/**
 * Captures of distinct orders in an open loop at twice the rate that the closed loop sustains. Those beyond what the
 * system takes are refused (503); `rate/s` and the times are those of the accepted ones.
 */
export const overload = async (bench: Bench): Promise<Figures[]> => [
  (await measureOpenLoop(bench, openLoop)).figures,
];
