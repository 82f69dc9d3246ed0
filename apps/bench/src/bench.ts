import type { BenchOptions } from './bench-options.js';
import type { LoadJob, LoadResult, OrderNames } from './load/load-job.js';
import type { RawCeiling } from './raw/raw-ceiling.js';
import type { ReportLine } from './report/report.js';
import type { ChildTask } from './system/child-task.js';
import type { Target } from './system/target.js';
import type { Witnesses } from './verify/verify-run.js';

/**
 * Everything that a scenario works with: the measured system, the options of the command line, and
 * the tools that send, measure and check.
 */
export interface Bench extends Witnesses {
  readonly options: BenchOptions;
  readonly target: Target;
  readonly token: string;
  readonly generator: ChildTask<LoadJob, LoadResult>;
  readonly raw: RawCeiling | undefined;
  /**
   * The number of captures that the system accepts per second when each capture is of a different
   * order. The key is the number of connections. The value comes from a scenario that measured the
   * rate, or else from a short run before the first scenario that needs it.
   */
  readonly rates: Map<number, number>;
  /** The lines of the report that earlier scenarios returned. */
  readonly lines: ReportLine[];
  /**
   * Returns the names of new orders for a scenario. No other scenario and no earlier run uses the
   * same names.
   */
  readonly names: (scenario: string) => OrderNames;
  readonly progress: (text: string) => void;
}

/**
 * A scenario prepares orders, measures a load, checks the outcome, and returns lines of the report.
 */
export type Scenario = (bench: Bench) => Promise<readonly ReportLine[]>;
