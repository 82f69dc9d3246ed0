import type { BenchOptions } from './bench-options.js';
import type { LoadJob, LoadResult, OrderNames } from './load/load-job.js';
import type { RawCeiling } from './raw/raw-ceiling.js';
import type { ReportLine } from './report/report.js';
import type { ChildTask } from './system/child-task.js';
import type { Target } from './system/target.js';
import type { Witnesses } from './verify/verify-run.js';

/** The objects that a scenario works with. */
export interface Bench extends Witnesses {
  readonly options: BenchOptions;
  readonly target: Target;
  readonly token: string;
  readonly generator: ChildTask<LoadJob, LoadResult>;
  readonly raw: RawCeiling | undefined;
  /**
   * Captures of distinct orders per second by connections, measured or estimated by a short run.
   */
  readonly rates: Map<number, number>;
  /** The lines of the report so far. */
  readonly lines: ReportLine[];
  /** Order names that no other scenario and no earlier run has. */
  readonly names: (scenario: string) => OrderNames;
  readonly progress: (text: string) => void;
}

/** Prepares, measures and checks; returns lines of the report. */
export type Scenario = (bench: Bench) => Promise<readonly ReportLine[]>;
