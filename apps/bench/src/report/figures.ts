import type { Latency } from '../measure/percentiles.js';
import type { Verdict } from '../verify/verdict.js';

export interface PartCost {
  /** CPU seconds for 1,000 requests. */
  readonly cpuPer1000: number;
  readonly memoryMb: number;
}

/** One line of the report: a scenario at one load. */
export interface Figures {
  readonly scenario: string;
  readonly connections: number;
  /** Of an open loop: requests due a second. */
  readonly offeredPerSecond?: number;
  readonly seconds: number;
  readonly requests: number;
  /** Accepted requests a second. */
  readonly rate: number;
  /** To the appends a second of the official client alone at the same concurrency in the same run. */
  readonly ratioToRaw?: number;
  readonly latencyMs: Latency;
  /** Requests by status; where there was no answer, by what went wrong. */
  readonly outcomes: Readonly<Record<string, number>>;
  readonly costs: Readonly<Record<string, PartCost>>;
  /** How long the projection took to show everything once the last answer was there, in seconds. */
  readonly drainSeconds?: number;
  /** From an answer to its visibility in the read model. */
  readonly lagMs?: Latency;
  readonly verdict?: Verdict;
}

/** A line of the report that is no load: named numbers. */
export interface Findings {
  readonly scenario: string;
  readonly values: Readonly<Record<string, number | string>>;
  readonly verdict?: Verdict;
  /** A check that is no verdict on captures found a difference. */
  readonly isFaulty?: boolean;
}

export type Line = Figures | Findings;

export const isFigures = (line: Line): line is Figures => 'latencyMs' in line;
