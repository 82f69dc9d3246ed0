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
  /**
   * Position of the last event that is covered by the hash of a seal; -1 if the log has no seal.
   */
  readonly sealedTo: bigint;
  /**
   * Hash of the newest seal; `undefined` without a seal. Somebody should store this hash outside
   * the ledger, so that later changes of the log can be proved.
   */
  readonly lastSeal: string | undefined;
  readonly lastSealedAt: string | undefined;
  /** Number of events in the hashes of all seals. */
  readonly sealedEvents: number;
  /** The seal with the given hash; `undefined` if no hash was given or no seal has it. */
  readonly keptSeal: KeptSeal | undefined;
  /**
   * Number of events after the last seal. Only the next seal can prove that none of them was
   * removed.
   */
  readonly unsealedEvents: number;
  /** Number of wrong statements (sums of settlements) that later events corrected. */
  readonly correctionsCount: number;
  readonly corrections: readonly Correction[];
  readonly findings: FindingsSummary;
}

export interface VerificationProgress {
  /**
   * `reading`: the whole log is read in order. `checking`: the streams of the log are checked one
   * by one.
   */
  readonly step: 'reading' | 'checking';
  /** Number of events so far in this step. */
  readonly events: number;
  /** Number of events of this step; `undefined` while it is unknown. */
  readonly eventsTotal: number | undefined;
  /** Finished share of the whole verification, 0 to 1; `undefined` while it is unknown. */
  readonly share: number | undefined;
  /** Seconds since the verification began, and since its current step began. */
  readonly seconds: number;
  readonly stepSeconds: number;
}

/** The options that the verification of a log and the verification of an export have in common. */
export interface VerificationOptions {
  /**
   * Hash of a seal (a hash over all events before it) that somebody stored outside the ledger. The
   * log must have this seal.
   */
  readonly sealHash?: string | undefined;
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: VerificationProgress) => void;
}

/** A stage of a verification: its subject, and the result that is used if the stage fails. */
export interface Stage<Result> {
  /** The subject for the text of a finding, such as `the seals`. */
  readonly what: string;
  readonly kind?: Finding['kind'];
  readonly place?: Pick<Finding, 'stream' | 'position'>;
  readonly fallback: Result;
}

/**
 * Runs the stages of a verification. If a stage fails, the failure becomes a finding and the other
 * stages still run. Only an abort stops the verification at once.
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
 * Returns the message of an error and of its cause, because the event store's client gives the
 * reason of a fault only in the cause.
 */
export const errorText = (error: unknown): string => {
  if (!(error instanceof Error)) return String(error);
  const { message, cause } = error;
  const under = cause instanceof Error && !message.includes(cause.message) ? errorText(cause) : '';
  return under === '' ? message : `${message} (${under})`;
};

/** Counts the events of each step and reports the progress. */
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
   * Counts events and reports the progress. `share`, from 0 to 1, is the finished part of this
   * step. The caller gives it where the total number of events is unknown. Throws if the
   * verification was aborted.
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
    // `onProgress` may just have aborted the verification. In a small log, no later call of `add`
    // would notice the abort.
    this.options.signal?.throwIfAborted();
  };

  /**
   * Each of the two steps counts as half of the verification, because with two threads both take
   * about the same time.
   */
  #shareOfAll(): number | undefined {
    const byEvents =
      this.#total === undefined ? undefined : this.#events / Math.max(this.#total, 1);
    const share = this.#share ?? byEvents;
    if (share === undefined) return undefined;
    return Math.min(1, this.#step === 'reading' ? share / 2 : 0.5 + share / 2);
  }
}

const secondsSince = (startedAt: number): number => (performance.now() - startedAt) / 1_000;
