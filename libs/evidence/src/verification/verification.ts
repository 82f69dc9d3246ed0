import { type Finding, Findings, type FindingsSummary } from '../findings/findings.js';
import type { KeptSeal } from '../seals/check-seals.js';
import type { Correction } from '../statements/check-statements.js';

/** The result of a verification. */
export interface Verification {
  readonly ok: boolean;
  readonly events: number;
  readonly streams: number;
  readonly orders: number;
  /** Position of the last event; -1 for an empty log. */
  readonly position: bigint;
  readonly seals: number;
  /** The last sealed position; -1 if there is none. */
  readonly sealedTo: bigint;
  /** Hash of the last seal, to be kept elsewhere; `undefined` without a seal. */
  readonly lastSeal: string | undefined;
  readonly lastSealedAt: string | undefined;
  /** Number of events that the seals cover. */
  readonly sealedEvents: number;
  /** The seal of the log with the given hash. */
  readonly keptSeal: KeptSeal | undefined;
  /**
   * Number of events after the last seal: only the next seal can prove that none of them is
   * missing.
   */
  readonly unsealedEvents: number;
  /** Number of statements that were wrong and were corrected. */
  readonly correctionsCount: number;
  readonly corrections: readonly Correction[];
  readonly findings: FindingsSummary;
}

export interface VerificationProgress {
  /** `reading` reads the log in its order, `checking` checks it stream by stream. */
  readonly step: 'reading' | 'checking';
  /** Number of events so far in this step. */
  readonly events: number;
  /** Number of events of this step; `undefined` while it is unknown. */
  readonly eventsTotal: number | undefined;
  /** Share of all steps that is done, 0 to 1; `undefined` while it is unknown. */
  readonly share: number | undefined;
  /** Since the start, and since the start of the step. */
  readonly seconds: number;
  readonly stepSeconds: number;
}

/** Options of each verification of a whole log. */
export interface VerificationOptions {
  /** Hash of a seal that was kept elsewhere; the log must have that seal. */
  readonly sealHash?: string | undefined;
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: VerificationProgress) => void;
}

/** The subject of a stage, and its result if it fails. */
export interface Stage<Result> {
  /** Subject of a sentence, such as `the seals`. */
  readonly what: string;
  readonly kind?: Finding['kind'];
  readonly place?: Pick<Finding, 'stream' | 'position'>;
  readonly fallback: Result;
}

/**
 * Runs the stages of a verification independently: a stage that fails becomes a finding with the
 * reason, and the others go on. Only an aborted verification ends at once.
 */
export class Stages {
  readonly #findings = new Findings();

  constructor(private readonly signal?: AbortSignal) {}

  async run<Result>(stage: Stage<Result>, work: () => Promise<Result> | Result): Promise<Result> {
    try {
      return await work();
    } catch (error) {
      this.signal?.throwIfAborted();
      const { what, kind = 'unreadable', place, fallback } = stage;
      const detail = `${what} could not be verified: ${errorText(error)}`;
      this.#findings.add({ kind, ...place, detail });
      return fallback;
    }
  }

  findings(): FindingsSummary {
    return this.#findings.summary();
  }
}

/**
 * The message of an error with that of its cause: a fault of the event store says little without
 * it.
 */
export const errorText = (error: unknown): string => {
  if (!(error instanceof Error)) return String(error);
  const { message, cause } = error;
  const under = cause instanceof Error && !message.includes(cause.message) ? errorText(cause) : '';
  return under === '' ? message : `${message} (${under})`;
};

/** Counts the events of the steps and reports progress. */
export class Progress {
  readonly #startedAt = performance.now();
  #stepStartedAt = performance.now();
  #events = 0;
  #step: VerificationProgress['step'] = 'reading';
  #total: number | undefined;
  #share: number | undefined;

  constructor(private readonly options: VerificationOptions) {}

  begin(step: VerificationProgress['step'], eventsTotal?: number): void {
    this.#step = step;
    this.#events = 0;
    this.#share = undefined;
    this.#stepStartedAt = performance.now();
    this.#total = eventsTotal;
  }

  /**
   * Throws if the verification was aborted. `share` of this step, if positions measure it better
   * than events.
   */
  readonly add = (events: number, share?: number): void => {
    this.#events += events;
    this.#share = share;
    this.options.signal?.throwIfAborted();
    this.options.onProgress?.({
      step: this.#step,
      events: this.#events,
      eventsTotal: this.#total,
      share: this.#shareOfAll(),
      seconds: secondsSince(this.#startedAt),
      stepSeconds: secondsSince(this.#stepStartedAt),
    });
    // Checked again, because the callback may have aborted it, and in a small log no other call
    // follows.
    this.options.signal?.throwIfAborted();
  };

  /** With two threads, reading and checking take about the same time. */
  #shareOfAll(): number | undefined {
    const byEvents =
      this.#total === undefined ? undefined : this.#events / Math.max(this.#total, 1);
    const share = this.#share ?? byEvents;
    if (share === undefined) return undefined;
    return Math.min(1, this.#step === 'reading' ? share / 2 : 0.5 + share / 2);
  }
}

const secondsSince = (startedAt: number): number => (performance.now() - startedAt) / 1_000;
