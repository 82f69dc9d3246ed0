import type { Bench } from '../bench.js';
import type { Line } from '../report/figures.js';

/** Prepares, measures and checks; answers what goes into the report. */
export type Scenario = (bench: Bench) => Promise<readonly Line[]>;
