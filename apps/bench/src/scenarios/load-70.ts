import type { Bench } from '../bench.js';
import { latencyOf } from '../measure/percentiles.js';
import { projectionLags } from '../measure/projection-lag.js';
import { ShownPositions } from '../measure/shown-positions.js';
import type { Figures } from '../report/figures.js';
import { measureOpenLoop } from './measure-open-loop.js';

const openLoop = {
  scenario: 'load-70',
  names: 'load70',
  share: 0.7,
  closedConnections: 64,
  /** More than are ever busy while the system keeps up. */
  connections: 256,
  samplesPerSecond: 50,
};

/**
 * Captures of distinct orders at 70 % of the rate that the closed loop reached, in an open loop; and how long after its
 * answer a capture is visible in the read model.
 */
export const load70 = async (bench: Bench): Promise<Figures[]> => {
  const { databaseUrl } = bench.target;
  if (databaseUrl === undefined) return [(await measureOpenLoop(bench, openLoop)).figures];
  const shown = await ShownPositions.listen(databaseUrl);
  try {
    const { figures, result } = await measureOpenLoop(bench, openLoop);
    const lags = projectionLags(result.samples, shown.positions);
    return [lags.length === 0 ? figures : { ...figures, lagMs: latencyOf(lags) }];
  } finally {
    await shown.stop();
  }
};
