import type { BenchOptions } from './bench-options.js';
import type { LoadJob, LoadResult, OrderNames } from './load/load-job.js';
import type { RawCeiling } from './raw/raw-ceiling.js';
import type { ReportLine } from './report/report.js';
import type { ChildTask } from './system/child-task.js';
import type { Target } from './system/target.js';
import type { Witnesses } from './verify/verify-run.js';

/** The measured system and the tools of a scenario. */
export interface Bench extends Witnesses {
  readonly options: BenchOptions;
  readonly target: Target;
  readonly token: string;
  readonly generator: ChildTask<LoadJob, LoadResult>;
  readonly raw: RawCeiling | undefined;
  /**
   * The captures of distinct orders per second by number of connections, as measured, or estimated
   * by a short run.
   */
  readonly rates: Map<number, number>;
  /** The lines of the report so far. */
  readonly lines: ReportLine[];
  /** Returns order numbers for a scenario that no other scenario and no earlier run uses. */
  readonly names: (scenario: string) => OrderNames;
  readonly progress: (text: string) => void;
}

/**
 * A scenario prepares orders, measures a load, checks the outcome, and returns lines of the report.
 */
export type Scenario = (bench: Bench) => Promise<readonly ReportLine[]>;
